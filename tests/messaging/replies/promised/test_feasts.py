"""A feast is a day like any other, as far as the tables know it."""

from datetime import date

import pytest

from messaging.replies.promised.feasts import feast
from messaging.replies.promises import read

TODAY = date(2026, 8, 30)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("中秋", date(2026, 9, 25)),
        ("国庆", date(2026, 10, 1)),
        ("冬至", date(2026, 12, 22)),
        ("教师节", date(2026, 9, 10)),
        ("腊八", date(2027, 1, 15)),
        ("除夕", date(2027, 2, 5)),
        ("DIWALI", date(2026, 11, 8)),
        ("LABORDAY", date(2026, 9, 7)),
        ("THANKSGIVING", date(2026, 11, 26)),
        ("BLACKFRIDAY", date(2026, 11, 27)),
    ],
)
def test_a_feast_is_its_next_day(name: str, day: date) -> None:
    assert feast(name, TODAY) == day


def test_one_further_off_than_half_a_year_is_no_promise() -> None:
    assert feast("端午", TODAY) is None


def test_one_the_tables_do_not_reach_is_unknown() -> None:
    assert feast("中秋", date(2060, 8, 1)) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("中秋当天一早给你们转", date(2026, 9, 25)),
        ("重阳节还", date(2026, 10, 18)),
        ("I will pay on Labor Day", date(2026, 9, 7)),
        ("halloween, paying you then no excuses", date(2026, 10, 31)),
        ("中秋放假回来再还", None),
        ("after Diwali I will pay", None),
    ],
)
def test_it_is_read_in_a_promise(text: str, day: date | None) -> None:
    assert read(text, TODAY).day == day
