"""Days of the work calendar as they come into a decision, and a year of it as a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SATURDAY = 5
MAX_NAME = 60
"""Characters of a day's name."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of a country's work calendar.

    `name` is empty on ordinary working days and ordinary weekends. `confirmed` is false while
    the year's official list has not been published.
    """

    date: date
    working: bool
    name: str = ""
    confirmed: bool = True

    @property
    def is_holiday(self) -> bool:
        """A named day off; an ordinary weekend is not a holiday."""
        return not self.working and bool(self.name)

    @property
    def is_odd(self) -> bool:
        """Not like any other day of its week: named, or working when its weekday is not."""
        return bool(self.name) or self.working == (self.date.weekday() >= SATURDAY)


Calendar = tuple[CalendarDay, ...]


class CalendarError(ValueError):
    """`day`: what it is about, as it was written; `reason` one of REASONS."""

    def __init__(self, day: str, reason: str) -> None:
        super().__init__(f"{day}: {reason}")
        self.day = day
        self.reason = reason


REASONS = ("no_date", "another_year", "twice", "no_working", "long_name", "plain")


def plain_day(day: date) -> CalendarDay:
    """A day like every other of its week."""
    return CalendarDay(day, working=day.weekday() < SATURDAY)


def write_year(days: Iterable[CalendarDay]) -> list[dict[str, Any]]:
    """The odd days of a year, JSON-able, by date."""
    odd = sorted((day for day in days if day.is_odd), key=lambda day: day.date)
    return [{"date": day.date.isoformat(), "working": day.working, "name": day.name} for day in odd]


def read_year(raw: Any, year: int) -> Calendar:
    """The odd days of a year, by date. CalendarError names the first that cannot be."""
    found: dict[date, CalendarDay] = {}
    for row in raw if isinstance(raw, Sequence) else [raw]:
        day = _read_day(row)
        if day.date.year != year:
            raise CalendarError(str(day.date), "another_year")
        if day.date in found:
            raise CalendarError(str(day.date), "twice")
        if not day.is_odd:
            raise CalendarError(str(day.date), "plain")
        found[day.date] = day
    return tuple(sorted(found.values(), key=lambda day: day.date))


def days_between(
    years: Mapping[int, Calendar], first: date, last: date, *, odd_only_after: date | None = None
) -> Calendar:
    """Every day from `first` to `last` of the years that are known; none of the others.

    `years`: the odd days by year. After `odd_only_after` plain days are left out.
    """
    odd = {day.date: day for days in years.values() for day in days}
    found = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day.year not in years:
            continue
        if day in odd:
            found.append(odd[day])
        elif odd_only_after is None or day <= odd_only_after:
            found.append(plain_day(day))
    return tuple(found)


def _read_day(row: Any) -> CalendarDay:
    if not isinstance(row, Mapping):
        raise CalendarError(str(row), "no_date")
    written = str(row.get("date", ""))
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise CalendarError(written, "no_date") from None
    working, name = row.get("working"), row.get("name", "")
    if not isinstance(working, bool):
        raise CalendarError(written, "no_working")
    if not isinstance(name, str) or len(name) > MAX_NAME:
        raise CalendarError(written, "long_name")
    return CalendarDay(day, working, name)
