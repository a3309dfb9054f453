"""Times in their order; of those that overlap the earlier pattern counts."""

import re
from datetime import date, timedelta

from messaging.replies.promised.found import times

TODAY = date(2026, 9, 15)


def broken(_found, _today):
    raise ValueError


PATTERNS = [
    (re.compile("day after tomorrow"), lambda _found, today: today + timedelta(days=2)),
    (re.compile("tomorrow"), lambda _found, today: today + timedelta(days=1)),
    (re.compile("yesterday"), lambda _found, today: today - timedelta(days=1)),
    (re.compile("soon"), lambda _found, _today: "vague"),
    (re.compile("the 40th"), broken),
]


def meant(text: str) -> list[object]:
    return [time.meant for time in times(text, TODAY, PATTERNS)]


def test_they_come_in_the_order_of_the_text():
    assert meant("soon, tomorrow or the day after tomorrow") == [
        "vague",
        TODAY + timedelta(days=1),
        TODAY + timedelta(days=2),
    ]


def test_a_time_within_another_is_none_of_its_own():
    [time] = times("the day after tomorrow", TODAY, PATTERNS)
    assert (time.start, time.end) == (4, 22)


def test_a_day_gone_by_or_one_that_cannot_be_is_no_day():
    assert meant("yesterday or the 40th") == [None, None]
    assert meant("") == []
