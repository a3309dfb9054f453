import unicodedata

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells.addresses import parse_phone
from accounts.intake.parsing.cells.amounts import parse_amount
from accounts.intake.parsing.cells.dates import parse_date, parse_moment
from accounts.intake.parsing.cells.marks import decode_escapes, narrow

UNSEEN = [
    "\t",
    "\ufeff",
    "\u200b",
    "\u200e",
    "\u202d",
    "\u202c",
    "\u00ad",
    "\u2060",
    "\r",
    "\u2066",
]


@given(st.lists(st.sampled_from(UNSEEN), max_size=4), st.lists(st.sampled_from(UNSEEN), max_size=4))
def test_unseen_marks_change_no_figure(before, behind):
    def marked(text: str) -> str:
        return "".join(before) + text + "".join(behind)

    assert parse_phone(marked("13800138000"), region="CN", sandbox=False) == "+8613800138000"
    assert str(parse_amount(marked("1,234.50"))) == "1234.50"
    assert parse_date(marked("2026-09-15")).isoformat() == "2026-09-15"
    assert parse_moment(marked("2026-09-15 18:00"), "Asia/Shanghai").hour == 18


@given(st.text(st.characters(), max_size=40))
def test_a_figure_is_left_without_anything_unseen(text):
    assert not {unicodedata.category(char) for char in narrow(text)} & {"Cc", "Cf"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("钱小华_x000D_", "钱小华\r"),
        ("a_x005F_x000D_b", "a_x000D_b"),
        ("_x000a__x0009_", "\n\t"),
        ("a&nbsp;b&#13;&amp;", "a\u00a0b\r&"),
        ("R&D", "R&D"),
        ("_xD800_", ""),
        ("plain_text", "plain_text"),
    ],
)
def test_escapes_become_the_sign_they_stand_for(text, meant):
    assert decode_escapes(text) == meant


def test_a_space_may_part_thousands():
    assert str(parse_amount("12\u00a0345\u202f678.9")) == "12345678.90"
