"""Hours of the day in which a text is to leave: `18-21` is from 18:00 until 21:00, by the clock of
the recipient. Pure.

A wish of ours, as the preferred hours are: it postpones a text within its day and never stops one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WRITTEN = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")

HALF_DAYS = ("8-12", "12-18", "18-21")
"""What is offered beside single hours."""


class NoHours(ValueError):
    """What is written names no hours of a day."""


class Within(NamedTuple):
    """From the hour `first` (0 to 23) until `until` (at most 24), which is no longer part of it."""

    first: int
    until: int

    def holds(self, hour: int) -> bool:
        return self.first <= hour < self.until

    def __str__(self) -> str:
        return f"{self.first}-{self.until}"


def read(text: str) -> Within | None:
    """None for an empty text: no hours are named. Raises NoHours."""
    if not text:
        return None
    found = _WRITTEN.fullmatch(text)
    within = Within(int(found[1]), int(found[2])) if found else None
    if within is None or not 0 <= within.first < within.until <= 24:
        raise NoHours(f"{text!r}: two hours of a day, as 18-21")
    return within
