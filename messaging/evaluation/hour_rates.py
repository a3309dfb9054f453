"""What is shown of hours that were drawn: rates with intervals that hold on every day of looking.

Without numpy: pages read it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from messaging.evaluation.always_valid import critical_z

_MOST_ALIKE = 2.0
"""A variance below half of what texts without a customer in common would have is chance."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`mean` between `low` and `high`; shares, or a difference of shares."""

    mean: float
    low: float
    high: float


def rate_of_hour(
    *, weight: float, weighted: float, by_customer: tuple[float, float, float], texts: int
) -> Rate:
    """Of a text of that hour to be answered or paid on, whoever was drawn into it (Hájek's mean).

    `weight`: sum of 1/p over the texts, `weighted`: of y/p; `by_customer`: sums over customers of
    weight squared, weight times weighted and weighted squared, so that a customer's texts count as
    his. One good and one bad text are assumed besides: no first day makes it sure. ValueError
    without a text.
    """
    if texts <= 0 or weight <= 0:
        raise ValueError("an hour without a text has no rate")
    mean = weighted / weight
    squares, cross, good = by_customer
    variance = max(0.0, good - 2 * mean * cross + mean**2 * squares) / weight**2
    careful = (mean * texts + 1) / (texts + 2)
    variance = max(variance, careful * (1 - careful) * squares / weight**2 / _MOST_ALIKE)
    reach = critical_z(texts, level=0.95) * math.sqrt(variance)
    return Rate(mean, max(0.0, mean - reach), min(1.0, mean + reach))


def gained(*, difference: float, error: float, texts: int) -> Rate:
    """The share of good texts as drawn less what drawing evenly would have brought. `error`: its
    standard error, by customer."""
    reach = critical_z(max(texts, 2), level=0.95) * error
    return Rate(difference, difference - reach, difference + reach)
