"""A text without its disguises, and the way back to where each sign stood."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.text.fold import fold, fold_character, plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＰＯＬＩＣＥ", "police"),
        ("p.o.l*i c e", "police"),
        ("po\u200blice", "police"),
        ("pólïce", "police"),
        ("don't", "dont"),
        ("警\u0301察", "警察"),
        ("報警", "报警"),
        ("①②", "12"),
        ("b@nk", "bank"),
        ("p@ss", "pass"),
        ("￥100", "100"),
    ],
)
def test_disguises_are_undone(written, read):
    assert plain(written) == read


def test_a_sign_is_a_letter_only_beside_one():
    assert plain("a@b") == "aab"
    assert plain("好@好") == "好好"
    assert plain("$5") == "5"
    assert plain("u$d") == "usd"


def test_words_stay_apart_where_something_visible_stood_between_them():
    folded = fold("call, your\u200b boss!\n now")
    assert folded.spaced == "call your boss now"
    assert folded.dense == "callyourbossnow"


@given(st.text(max_size=80))
def test_each_sign_leads_back_to_the_one_it_stands_for(text):
    folded = fold(text)
    assert len(folded.dense) == len(folded.dense_at)
    assert len(folded.spaced) == len(folded.spaced_at)
    assert folded.dense == folded.spaced.replace(" ", "")
    assert folded.dense_at == sorted(folded.dense_at)
    assert folded.spaced_at == sorted(folded.spaced_at)
    assert all(0 <= place < len(text) for place in folded.spaced_at)
    assert not folded.spaced.startswith(" ")
    assert not folded.spaced.endswith(" ")


@given(st.text(max_size=60))
def test_what_was_folded_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(("character", "is_seen"), [("\n", True), ("\u200b", False), ("，", True)])
def test_what_nobody_sees_is_told_from_what_stands_between(character, is_seen):
    assert fold_character(character) == ("" if is_seen else None)


def test_a_folded_text_is_in_no_repr():
    assert "secret" not in repr(fold("a secret"))
