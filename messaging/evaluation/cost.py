"""What one more unit of repayment costs: the additional cost over what is additionally repaid."""

from __future__ import annotations

from dataclasses import dataclass

from messaging.evaluation.result import Effect


@dataclass(frozen=True, slots=True)
class PerUnit:
    """Cost per unit repaid, in the unit of the costs; it is between `low` and `high`."""

    cost: float
    low: float
    high: float


def per_unit(cost: Effect, gain: Effect) -> PerUnit | None:
    """The two differences' ratio, from the corners of their intervals: it covers as often as both
    do, whatever they have to do with each other. None, not known, unless the whole interval of the
    gain is above 0: a ratio to what may be nothing has no end."""
    if gain.low <= 0:
        return None
    corners = [side / end for side in (cost.low, cost.high) for end in (gain.low, gain.high)]
    return PerUnit(cost.difference / gain.difference, min(corners), max(corners))
