"""Forms that stand in forms are found."""

from tests.markup import nested_forms


def test_a_form_in_a_form_is_found() -> None:
    inner = '<form method="post" action="/take/">'
    assert nested_forms(f"<form id='user_form'>{inner}</form><input></form>") == [inner]
    assert nested_forms(f"<form></form>{inner}</form>") == []
    assert nested_forms(f"<form><!-- {inner} --><textarea>{inner}</textarea></form>") == []
