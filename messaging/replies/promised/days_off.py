"""The days off around a feast: when they end, and when work begins again."""

from datetime import date
from functools import lru_cache

import holidays

from messaging.replies.promised.calendar import A_DAY

SATURDAY = 5
MOST = 14
"""Days off in a row that are looked at."""

SHORT = 3
"""Days off in a row for which the mainland moves no working day."""


def last_day_off(day: date, countries: tuple[str, ...]) -> date | None:
    """Of the days off in which this one lies; None where it lies in none, where these countries
    do not agree, or where nobody knows yet which days are worked for it."""
    found = {_last(day, country) for country in countries}
    return found.pop() if len(found) == 1 else None


def first_workday(day: date, countries: tuple[str, ...]) -> date | None:
    """The day after the last day off."""
    last = last_day_off(day, countries)
    return last + A_DAY if last else None


def last_workday_before(day: date, countries: tuple[str, ...]) -> date | None:
    """The last day that is worked before this one and the days off around it; None where these
    countries do not agree."""
    found = {_worked_before(day, country) for country in countries}
    return found.pop() if len(found) == 1 else None


def _worked_before(day: date, country: str) -> date:
    off, worked = _calendar(country, day.year)
    each = day - A_DAY
    for _ in range(MOST):
        if each in worked or not (each in off or each.weekday() >= SATURDAY):
            break
        each -= A_DAY
    return each


def _last(day: date, country: str) -> date | None:
    off, worked = _calendar(country, day.year)
    if day not in off:
        return None

    def rests(each: date) -> bool:
        return each in off or (each.weekday() >= SATURDAY and each not in worked)

    row = [day]
    while rests(row[-1] + A_DAY) and len(row) < MOST:
        row.append(row[-1] + A_DAY)
    while rests(row[0] - A_DAY) and len(row) < MOST:
        row.insert(0, row[0] - A_DAY)
    return row[-1] if len(row) <= SHORT or _arranged(country, row[-1].year, worked) else None


def _arranged(country: str, year: int, worked: frozenset[date]) -> bool:
    """The mainland moves working days to weekends by an order that comes out late in the year
    before; a library that does not have it yet knows none."""
    return country != "CN" or any(each.year == year for each in worked)


@lru_cache(maxsize=32)
def _calendar(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays, and weekend days worked for them."""
    known = holidays.country_holidays(country, years=(year, year + 1))
    return frozenset(known), frozenset(known.weekend_workdays)
