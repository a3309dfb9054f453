"""Filling the work calendar from the `holidays` library (facts: holidays and working days).

The library invents coming years without make-up days and does not warn, so only years whose
official arrangement has been published are seeded as confirmed.
"""

from datetime import date, timedelta

import holidays

from messaging.models import CalendarDay

CONFIRMED_THROUGH = {"CN": 2026}
SOURCE = "holidays 0.109"


def seed(*, country: str, years: range) -> int:
    """Add every day of these years that is not there yet; returns how many were looked at."""
    known = holidays.country_holidays(country, years=list(years), language=_language(country))
    confirmed_through = CONFIRMED_THROUGH.get(country, years.stop - 1)
    days = [
        CalendarDay(
            country=country,
            date=day,
            working=known.is_working_day(day),
            name=(known.get(day) or "")[:60],
            source=SOURCE,
            confirmed=day.year <= confirmed_through,
        )
        for year in years
        for day in _days_of(year)
    ]
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    return len(days)


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


def _language(country: str) -> str | None:
    return "zh_CN" if country == "CN" else None
