"""A value on one line, with nothing unseen and no bracket of a signature in it."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from messaging.content.clean import FORBIDDEN_BRACKETS, clean_value


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        (" 王小明 ", "王小明"),
        ("王\n小\t明", "王 小 明"),
        ("a  b", "a b"),
        ("王\u200b小\u202e明", "王小明"),
        ("【银行】王", "银行王"),
        ("a\u3000b", "a b"),
        ("\x00", ""),
        ("a \u200b b", "a b"),
    ],
)
def test_what_could_do_harm_goes_and_words_stay(value, clean):
    assert clean_value(value) == clean


@given(st.text(max_size=60))
def test_whatever_comes_in_what_is_left_is_one_line_of_visible_text(value):
    clean = clean_value(value)
    assert clean == clean.strip() == clean_value(clean)
    assert "  " not in clean
    assert not set(FORBIDDEN_BRACKETS) & set(clean)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in clean)
