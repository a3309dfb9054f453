"""How sure the second reader is that somebody means to pay on a day."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from messaging.replies.promised.clauses import clauses
from messaging.replies.promised.second_reader.opinion import SURE, sure_of
from messaging.replies.promises import read

TODAY = date(2026, 11, 27)


def _days(text: str) -> set[date]:
    return {day for part in clauses(text, TODAY) for day in part.days}


def _sure_of_the_only_day(text: str) -> float:
    (day,) = _days(text)
    return sure_of(clauses(text, TODAY), day)


@pytest.mark.parametrize(
    "text",
    [
        "3号去镇上卖完菜给你们交",
        "我媳妇10号开支让她转",
        "gran is lending me it so ill drop it off on the 3rd",
        "should have it sorted by Tuesday, sorry",
    ],
)
def test_a_promise_in_words_of_its_own_is_believed(text: str) -> None:
    assert _sure_of_the_only_day(text) > SURE


@pytest.mark.parametrize(
    "text",
    [
        "5号要给我爸做七十大寿",
        "10号得去学校交孩子的校服钱",
        "8号你们派人来取证据吧",
        "my nephew is coming to stay on the 5th",
        "I settle my tab at the pub every Friday",
        "the 9th is when you lot promised me a callback",
    ],
)
def test_a_day_of_something_else_is_doubted(text: str) -> None:
    assert _sure_of_the_only_day(text) < SURE


def test_a_day_it_doubts_is_not_offered_though_a_verb_of_paying_stands_beside_it() -> None:
    text = "10号我从来没答应还"
    assert any(part.surely_pays and part.promises for part in clauses(text, TODAY))
    assert read(text, TODAY).day is None


def test_of_a_day_nobody_names_it_is_not_sure_at_all() -> None:
    assert sure_of(clauses("明天还", TODAY), date(2027, 1, 1)) == 0.0


@given(st.text(max_size=100))
def test_every_opinion_lies_between_nothing_and_certainty(text: str) -> None:
    parts = clauses(text, TODAY)
    assert all(0 <= sure_of(parts, day) <= 1 for day in _days(text))
