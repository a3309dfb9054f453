"""A body on file with a carrier, and the values that make it a text again."""

import pytest
from hypothesis import given, strategies as st

from messaging.content import filed
from messaging.content.placeholders import registered

_NAMES = sorted(registered())
_WORDS = st.text(alphabet="，。您好元ab1 .", max_size=4)
_VALUES = st.text(alphabet="，。您好元ab1 .", min_size=1, max_size=5)


@st.composite
def filled(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A body, a text made of it, and the values that were put in."""
    parts = draw(st.lists(st.tuples(_WORDS, st.sampled_from(_NAMES), _VALUES), max_size=5))
    end = draw(_WORDS)
    body = "".join(f"{words}{{{{ {name} }}}}" for words, name, _value in parts) + end
    text = "".join(f"{words}{value}" for words, _name, value in parts) + end
    return body, text, [value for _words, _name, value in parts]


def refilled(body: str, values: list[str]) -> str:
    left = iter(values)
    return filed.written(body, lambda _place, _name: next(left))


@given(filled())
def test_a_text_made_of_a_body_is_found_in_it_and_comes_out_again(
    made: tuple[str, str, list[str]],
) -> None:
    body, text, values = made
    trimmed = refilled(body, values)  # the ends of a body carry no blanks
    found = filed.values_in(trimmed, body)
    assert found is not None
    assert refilled(body, found) == trimmed
    assert trimmed.strip() == text.strip()


@given(filled(), st.text(max_size=20))
def test_whatever_is_found_in_a_text_gives_that_text_to_the_letter(
    made: tuple[str, str, list[str]], other: str
) -> None:
    found = filed.values_in(other, made[0])
    assert found is None or refilled(made[0], found) == other


@pytest.mark.parametrize(
    "text", ["您的贷款等3笔共应还5元。", "您的贷款应还元。", "您的贷款应还5元", ""]
)
def test_a_text_of_other_words_is_not_as_filed(text: str) -> None:
    assert filed.values_in(text, "您的贷款应还{{ amount_due }}元。") is None


def test_a_name_that_stands_twice_is_two_slots() -> None:
    body = "{{ lender }}提醒您，{{ lender }}不会收费。"
    assert filed.slot_names(body) == ["lender", "lender_2"]
    assert filed.written(body, lambda n, _name: f"{{{n}}}") == "{1}提醒您，{2}不会收费。"


@pytest.mark.parametrize(
    ("text", "signature", "rest"),
    [("【安和】您好", "安和", "您好"), ("[Anhe] Hello", "", "[Anhe] Hello"), ("您好", "", "您好")],
)
def test_only_chinese_brackets_hold_a_signature_a_carrier_sets(
    text: str, signature: str, rest: str
) -> None:
    assert filed.signed(text) == (signature, rest)
