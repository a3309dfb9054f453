"""How long until an interval is narrow enough, and how many customers a trial needs."""

from __future__ import annotations

import math

from messaging.evaluation.distributions import normal_critical

SEEN = 0.8
"""The chance with which an effect of the size asked for is to be seen."""


def days_to_go(half_width: float, wanted: float, days: int) -> int:
    """Whole days until an interval that reaches `half_width` to each side, after `days`, reaches
    `wanted`: it shrinks with the root of the days. 0: it is narrow enough."""
    if half_width <= wanted:
        return 0
    return math.ceil(days * ((half_width / wanted) ** 2 - 1))


def group_size(base: float, difference: float, *, level: float = 0.95) -> int:
    """Customers a group needs to see `difference` (0.024) on a share of `base` (0.619) in four of
    five cases. ValueError unless both shares lie between 0 and 1."""
    other = base + difference
    if not (0 < base < 1 and 0 < other < 1 and difference):
        raise ValueError(f"{base} and {other}: give two different shares between 0 and 1")
    z = normal_critical(1 - level) + normal_critical(2 * (1 - SEEN))
    return math.ceil((z / difference) ** 2 * (base * (1 - base) + other * (1 - other)))
