"""Placeholders are read by what they are called."""

from django.utils import translation

from messaging.admin.templates.placeholder_labels import readable


def test_a_body_is_read_with_what_its_placeholders_are_called() -> None:
    with translation.override("zh-hans"):
        said = readable("{{ customer_name }}您好，{{ no_such }}")
    assert said.startswith("〔")
    assert said.endswith("〕您好，{{ no_such }}")
    assert "customer_name" not in said
