"""The lender's day, whatever the zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from accounts.rules.lender_day import end_of_day, lender_day, lender_time, start_of_day

ZONES = ("Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata")
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
lenders = st.sampled_from(ZONES).map(lambda zone: Place(zone))


@dataclass(frozen=True)
class Place:
    timezone: str


@given(lenders, moments)
def test_a_day_holds_exactly_the_moments_between_its_ends(lender: Place, now: datetime) -> None:
    day = lender_day(lender, now)
    assert start_of_day(lender, day) <= now < end_of_day(lender, day)
    assert end_of_day(lender, day) == start_of_day(lender, day + timedelta(days=1))


@given(lenders, moments, st.sampled_from(ZONES))
def test_it_does_not_matter_where_the_question_is_asked(
    lender: Place, now: datetime, zone: str
) -> None:
    assert lender_day(lender, now.astimezone(ZoneInfo(zone))) == lender_day(lender, now)


def test_the_day_the_clocks_go_forward_is_an_hour_shorter() -> None:
    london = Place("Europe/London")
    day = date(2026, 3, 29)
    assert end_of_day(london, day) - start_of_day(london, day) == timedelta(hours=23)


def test_a_naive_time_has_no_day() -> None:
    with pytest.raises(ValueError, match="aware"):
        lender_time(Place("Asia/Shanghai"), datetime(2026, 3, 29))  # noqa: DTZ001
