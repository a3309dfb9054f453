"""What is counted of an episode, and within how many days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

HORIZONS = (1, 3, 7, 14, 30)
"""Days from the assignment; `EpisodeOutcome.repaid` is in this order."""

LONGEST = HORIZONS[-1]
HARM_DAYS = timedelta(days=LONGEST)

LATE_DAYS = 7
"""Days for which what happened within 30 days may still come in by itself: files that came late,
money that bounced. What comes later still is looked for by when it was written down."""

PAID = ("part", "full", "amount", "kept")
HARMS = ("complained", "opted_out", "distressed", "in_hardship", "wrong_person")
SATISFACTION = ("rated", "rating")
BILLED = "billed"
"""Segments of SMS that left within 30 days: what an episode cost."""

WINDOWS = (30, 90, 365)
"""Days of assignments that a page looks at."""

SO_FAR = 0
"""The horizon of harms that are counted at once: a trial that does harm does not wait 30 days."""

CUT_HORIZONS = (7, LONGEST)
"""Days for which the cuts are made; for all episodes together, every horizon is."""


class Span(NamedTuple):
    """Days of assignments, both included."""

    first: date
    last: date


NO_DAYS = Span(date.max, date.min)


class Frame(NamedTuple):
    """What is summed together: assignments of `days` days, each with its `horizon` days over."""

    days: int
    horizon: int
    of_trials: bool = False

    def span(self, today: date) -> Span:
        last = today
        if self.horizon != SO_FAR:
            last -= timedelta(days=self.horizon + 1)  # whose last day is over
        return Span(last - timedelta(days=self.days - 1), last)


FRAMES = (
    *(Frame(days, horizon) for days, horizon in product(WINDOWS, HORIZONS)),
    *(Frame(WINDOWS[-1], horizon, of_trials=True) for horizon in (SO_FAR, *CUT_HORIZONS)),
)


def outcomes_of(horizon: int) -> tuple[str, ...]:
    """Names of what is summed, in their order; harms, ratings and costs are those of 30 days."""
    if horizon == SO_FAR:
        return HARMS
    return (*PAID, *HARMS, *SATISFACTION, BILLED) if horizon == LONGEST else PAID
