"""A time named in a reply."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from re import Match, Pattern
from typing import Literal

Meant = date | Literal["vague", "past", "next", "back at work", "last day off"] | None
"""A day; a time to come that is no day; one gone by; the day after the one named before; the day
after the days off around a feast, and the last of them; None: it cannot be read."""

Reader = Callable[[Match[str], date], Meant]


@dataclass(frozen=True, slots=True)
class Time:
    """`start` and `end`: its place in the text."""

    start: int
    end: int
    meant: Meant


def times(
    text: str, today: date, patterns: Sequence[tuple[Pattern[str], Reader]]
) -> Sequence[Time]:
    """Every time in a text, in its order. Of patterns that overlap the earlier one counts."""
    taken: list[Time] = []
    for pattern, read in patterns:
        for found in pattern.finditer(text):
            start, end = found.span()
            if all(end <= other.start or start >= other.end for other in taken):
                taken.append(Time(start, end, _meant(read, found, today)))
    return sorted(taken, key=lambda time: time.start)


def _meant(read: Reader, found: Match[str], today: date) -> Meant:
    try:
        meant = read(found, today)
    except (ValueError, OverflowError):
        return None
    return None if isinstance(meant, date) and meant < today else meant
