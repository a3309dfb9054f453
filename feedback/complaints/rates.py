"""A rate of complaints with its interval: how low it may truly be, given what was seen.

Exact (Clopper and Pearson, 1934): no normal curve is laid over a handful of complaints. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p

CONFIDENCE = 0.95
_STEPS = 60
"""Halvings: finer than any figure shown."""


def lower_bound(complaints: int, sent: int, *, confidence: float = CONFIDENCE) -> float:
    """The lowest true share that would still bring so many complaints of so many texts, in all but
    (1 - confidence) / 2 of cases. 0 without complaints; raises ValueError for more than were sent.
    """
    _check(complaints, sent)
    if complaints == 0:
        return 0.0
    return _where(lambda share: at_least(complaints, sent, share) < (1 - confidence) / 2)


def upper_bound(complaints: int, sent: int, *, confidence: float = CONFIDENCE) -> float:
    """The highest one; 1 when every text was complained of, or none was sent."""
    _check(complaints, sent)
    if complaints == sent:
        return 1.0
    few = (1 - confidence) / 2
    return _where(lambda share: 1 - at_least(complaints + 1, sent, share) > few)


def at_least(complaints: int, sent: int, share: float) -> float:
    """The chance of so many complaints or more of so many texts when this is the true share."""
    if complaints <= 0:
        return 1.0
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    fewer = sum(_exactly(count, sent, share) for count in range(complaints))
    return max(1.0 - fewer, 0.0)


def _exactly(count: int, sent: int, share: float) -> float:
    ways = lgamma(sent + 1) - lgamma(count + 1) - lgamma(sent - count + 1)
    return exp(ways + count * log(share) + (sent - count) * log1p(-share))


def _where(is_below: Callable[[float], bool]) -> float:
    """The share at which the answer turns from yes to no."""
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _check(complaints: int, sent: int) -> None:
    if not 0 <= complaints <= sent:
        raise ValueError(f"{complaints} complaints of {sent} texts")
