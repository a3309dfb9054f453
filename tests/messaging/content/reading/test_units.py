"""A text as characters, words and numbers, with the way back."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.reading.units import units, unleeted, unseen


def read(text: str) -> list[str]:
    """Characters, words and numbers; the ends of clauses as / and of sentences as //."""
    signs = {"clause": "/", "sentence": "//"}
    return [signs.get(unit.kind) or unit.word or unit.text for unit in units(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("您好，请还款。", ["你", "好", "/", "请", "还", "款", "//"]),
        ("苹果、梨", ["苹", "果", "梨"]),
        ("We'll call Mr. Li.", ["we", "will", "call", "mr", "li", "//"]),
        ("can't won't don't", ["can", "not", "will", "not", "do", "not"]),
        ("pay 1,234.50 now", ["pay", "1,234.50", "now"]),
        ("24小时 13th", ["24", "小", "时", "13th"]),
        ("b o s s", ["boss"]),
        ("p.o.l.i.c.e", ["police"]),
        ("a b", ["a", "b"]),
        ("ＰＯＬＩＣＥ", ["police"]),
        ("po\u200blice", ["police"]),
        ("報警", ["报", "警"]),
        ("【安和】您好", ["你", "好"]),
        ("[Anhe] hello", ["hello"]),
        ("👮来", ["警", "察", "来"]),
        ("曝,光,您", ["曝", "光", "你"]),
        ("ABC123", ["abc123"]),
        ("", []),
    ],
)
def test_what_hides_a_word_is_undone(text, found):
    assert read(text) == found


def test_a_placeholder_is_a_gap_that_knows_its_name():
    [_pay, gap, _stop] = units("pay {{ amount_due }}.")
    assert (gap.kind, gap.name, gap.start, gap.end) == ("gap", "amount_due", 4, 20)


def test_a_capital_is_remembered():
    assert [unit.proper for unit in units("Anhe calls")] == [True, False]


@given(st.text(max_size=60))
def test_it_never_fails_and_places_lead_back_in_order(text):
    found = units(text)
    assert all(0 <= unit.start < unit.end <= len(text) for unit in found)
    assert [unit.start for unit in found] == sorted(unit.start for unit in found)


@pytest.mark.parametrize(
    ("word", "plain"), [("p0l1ce", "police"), ("police", "police"), ("b@nk", "bank")]
)
def test_digits_among_letters_are_read_as_letters(word, plain):
    assert unleeted(word) == plain


@pytest.mark.parametrize(("character", "hidden"), [("\u200b", True), ("\n", False), ("a", False)])
def test_what_nobody_sees_parts_no_word(character, hidden):
    assert unseen(character) is hidden
