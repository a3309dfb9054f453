"""Days of the work calendar as they come into a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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


Calendar = tuple[CalendarDay, ...]
