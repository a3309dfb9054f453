"""The library's days, held against the other library that knows China's official arrangements."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from messaging.authoring.calendar.proposal import proposed
from messaging.models.calendar import Country
from messaging.policy.calendar import days_between
from messaging.policy.fields import COUNTRIES

KNOWN_TO_DIFFER = {date(2005, 12, 31)}


@pytest.mark.parametrize("year", range(2004, 2027))
def test_china_is_as_officially_arranged_in_every_year_published(year: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    ours = {day.date: day for day in days_between({year: proposed("CN", year)}, first, last)}
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day not in KNOWN_TO_DIFFER:
            assert ours[day].working == chinese_calendar.is_workday(day), day


def test_the_countries_of_calendars_are_those_of_policies() -> None:
    assert set(Country.values) == set(COUNTRIES)


@pytest.mark.parametrize("country", Country.values)
def test_every_country_has_a_proposal_whose_days_off_have_names(country: str) -> None:
    days = proposed(country, 2027)
    off = [day for day in days if not day.working]
    assert len(off) >= 5
    assert all(day.name for day in off)
    assert all(day.is_odd for day in days)


def test_an_ordinary_saturday_is_no_working_day_anywhere() -> None:
    assert date(2027, 1, 9) not in {day.date for day in proposed("HK", 2027)}
