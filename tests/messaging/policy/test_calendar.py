"""A year of the work calendar as a document, and the days it stands for."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from messaging.policy.calendar import (
    CalendarDay,
    CalendarError,
    days_between,
    plain_day,
    read_year,
    write_year,
)

NEW_YEAR = CalendarDay(date(2027, 1, 1), False, "元旦")
WORKED_SUNDAY = CalendarDay(date(2027, 2, 14), True, "春节调休")
days_of_2027 = st.builds(
    CalendarDay,
    st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    st.booleans(),
    st.sampled_from(["", "春节", "Good Friday"]),
)


@given(st.lists(days_of_2027, unique_by=lambda day: day.date))
def test_a_year_written_is_read_back_without_its_plain_days(days: list[CalendarDay]) -> None:
    odd = sorted((day for day in days if day.is_odd), key=lambda day: day.date)
    assert list(read_year(write_year(days), 2027)) == odd


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ([{"date": "2027-13-01", "working": False, "name": "x"}], "no_date"),
        (["2027-01-01"], "no_date"),
        ("2027-01-01", "no_date"),
        ([{"date": "2026-01-01", "working": False, "name": "x"}], "another_year"),
        ([{"date": "2027-01-01", "working": "no", "name": "x"}], "no_working"),
        ([{"date": "2027-01-01", "working": False, "name": "x" * 61}], "long_name"),
        ([{"date": "2027-01-04", "working": True, "name": ""}], "plain"),
        ([{"date": "2027-01-01", "working": False, "name": "x"}] * 2, "twice"),
    ],
)
def test_what_is_no_year_is_refused_naming_the_day(raw: Any, reason: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_year(raw, 2027)
    assert refused.value.reason == reason


def test_every_day_of_a_known_year_is_known() -> None:
    known = days_between({2027: (NEW_YEAR,)}, date(2026, 12, 30), date(2027, 1, 3))
    assert known == (NEW_YEAR, plain_day(date(2027, 1, 2)), plain_day(date(2027, 1, 3)))


def test_later_days_are_left_out_unless_they_are_odd() -> None:
    first = date(2027, 1, 30)
    known = days_between(
        {2027: (WORKED_SUNDAY,)}, first, first + timedelta(days=30), odd_only_after=first
    )
    assert known == (plain_day(first), WORKED_SUNDAY)
