"""Times in English, in capital letters; 15 September 2026 is a Tuesday."""

from datetime import date

import pytest

from messaging.replies.promised.english_days import PATTERNS
from messaging.replies.promised.found import times

TODAY = date(2026, 9, 15)


def meant(text: str) -> list[object]:
    return [
        time.meant.isoformat() if isinstance(time.meant, date) else time.meant
        for time in times(text, TODAY, PATTERNS)
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("TODAY", "2026-09-15"),
        ("2MORROW", "2026-09-16"),
        ("DAY AFTER TOMORROW", "2026-09-17"),
        ("FRIDAY", "2026-09-18"),
        ("TUESDAY", "2026-09-22"),
        ("THIS TUESDAY", "2026-09-15"),
        ("NEXT FRI", "2026-09-25"),
        ("IN TWO WEEKS", "2026-09-29"),
        ("10 DAYS FROM NOW", "2026-09-25"),
        ("GIVE ME A FORTNIGHT", "2026-09-29"),
        ("IN A MONTH", "2026-10-15"),
        ("WITHIN 48 HRS", "2026-09-17"),
        ("THE 20TH", "2026-09-20"),
        ("BY THE 3", "2026-10-03"),
        ("OCT 1ST", "2026-10-01"),
        ("1 OCTOBER 2026", "2026-10-01"),
        ("2026-10-01", "2026-10-01"),
        ("25/9", "2026-09-25"),
        ("9/25", "2026-09-25"),
        ("MON 21ST", "2026-09-21"),
        ("WED 16 SEPTEMBER", "2026-09-16"),
        ("WED, SEPT 16", "2026-09-16"),
        ("END OF THE MONTH", "2026-09-30"),
        ("END OF NEXT MONTH", "2026-10-31"),
        ("END OF NOVEMBER", "2026-11-30"),
        ("YEAR END", "2026-12-31"),
        ("NEXT MONTH THE 5TH", "2026-10-05"),
        ("20TH OR 21ST", "2026-09-21"),
        ("MID MONTH", "2026-09-15"),
        ("THE MIDDLE OF OCTOBER", "2026-10-15"),
        ("LAST FRIDAY OF THE MONTH", "2026-09-25"),
        ("THE FIRST MONDAY OF NEXT MONTH", "2026-10-05"),
        ("FRIDAY FORTNIGHT", "2026-10-02"),
    ],
)
def test_a_day_is_read_however_it_is_named(text, day):
    assert meant(text) == [day]


@pytest.mark.parametrize(
    "text",
    ["NEXT WEEK", "SOON", "PAYDAY", "A COUPLE OF DAYS", "AFTER THE 20TH", "EOW", "3RD OR 21ST"],
)
def test_a_time_to_come_that_is_no_day_is_vague(text):
    assert meant(text) == ["vague"]


@pytest.mark.parametrize("text", ["YESTERDAY", "LAST FRIDAY", "TWO DAYS AGO"])
def test_what_has_gone_by_promises_nothing(text):
    assert meant(text)[-1] == "past"


@pytest.mark.parametrize("text", ["MON 22ND", "WED 17 SEPTEMBER", "FEB 30"])
def test_a_day_that_does_not_agree_with_itself_is_none(text):
    assert meant(text) == [None]


def test_figures_that_may_be_either_are_read_where_one_alone_is_near():
    assert meant("10/12") == ["2026-10-12"]
    assert meant("11/12") == [None]  # 12 November or 11 December
