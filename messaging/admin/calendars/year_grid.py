"""A year as twelve small months, and its odd days as a list with what changed."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from messaging.policy.calendar import CalendarDay

CHANGES = {"added": _("new"), "changed": _("changed"), "removed": _("taken out")}


@dataclass(frozen=True)
class DayRow:
    """An odd day; `change` against the calendar in force, empty where it says the same."""

    day: CalendarDay
    change: str = ""

    @property
    def change_label(self) -> Any:
        return CHANGES.get(self.change, "")

    @property
    def weekday(self) -> str:
        return date_format(self.day.date, "l")


@dataclass(frozen=True)
class Cell:
    """One day of a month; `look`: off, worked, weekend or nothing."""

    number: int
    look: str
    title: str


@dataclass(frozen=True)
class Month:
    name: str
    blanks: range
    cells: list[Cell]


def day_rows(days: Sequence[CalendarDay], before: Sequence[CalendarDay] | None) -> list[DayRow]:
    """By date; what was taken out stands where it was. `before` None: nothing to compare with."""
    if before is None:
        return [DayRow(day) for day in days]
    was = {day.date: day for day in before}
    here = {day.date for day in days}
    rows = [DayRow(day, _change(day, was.get(day.date))) for day in days]
    rows += [DayRow(day, "removed") for day in before if day.date not in here]
    return sorted(rows, key=lambda row: row.day.date)


def months(year: int, rows: Iterable[DayRow]) -> list[Month]:
    odd = {row.day.date: row.day for row in rows if row.change != "removed"}
    return [_month(year, month, odd) for month in range(1, 13)]


def _month(year: int, month: int, odd: dict[date, CalendarDay]) -> Month:
    first, length = calendar.monthrange(year, month)
    days = [date(year, month, n) for n in range(1, length + 1)]
    return Month(
        name=date_format(days[0], "F"),
        blanks=range(first),
        cells=[_cell(day, odd.get(day)) for day in days],
    )


def _cell(day: date, odd: CalendarDay | None) -> Cell:
    if odd is None:
        return Cell(day.day, "weekend" if day.weekday() >= calendar.SATURDAY else "", "")
    return Cell(day.day, "worked" if odd.working else "off", odd.name)


def _change(day: CalendarDay, was: CalendarDay | None) -> str:
    if was is None:
        return "added"
    return "" if was == day else "changed"
