"""The places of an interval's parts in its drawing, 200 wide with 0 in the middle."""

from collections.abc import Iterable
from dataclasses import dataclass

from messaging.evaluation.result import Effect

MIDDLE = 100.0
REACH = 92.0  # to each side; beyond it an arrow says that it goes on


@dataclass(frozen=True)
class Interval:
    """From `low` to `high` with the estimate at `point`; cut off where it leaves the drawing."""

    low: float
    high: float
    point: float
    cut_low: bool
    cut_high: bool


def scale(effects: Iterable[Effect]) -> float:
    """What lies at the edge: the estimates and the narrower half of the ends fit in."""
    effects = list(effects)
    ends = sorted(max(abs(each.low), abs(each.high)) for each in effects)
    if not ends:
        return 1.0
    middle = ends[len(ends) // 2]
    return max(middle * 1.2, *(abs(each.difference) * 1.1 for each in effects)) or 1.0


def drawn(effect: Effect, edge: float) -> Interval:
    def place(value: float) -> float:
        return round(MIDDLE + REACH * max(-1.0, min(1.0, value / edge)), 1)

    return Interval(
        place(effect.low),
        place(effect.high),
        place(effect.difference),
        effect.low < -edge,
        effect.high > edge,
    )
