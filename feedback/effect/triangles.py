"""The order in which a group's sums are stored, and one outcome's own sums out of them.

z is 1, the covariates, then every outcome. Stored are the products of the first ones with each
other, and of each outcome with them and itself: never of two outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations_with_replacement

KNOWN = 5
"""1 and the covariates."""

Pair = tuple[int, int]


@cache
def pairs(outcomes: int) -> tuple[Pair, ...]:
    found = list(combinations_with_replacement(range(KNOWN), 2))
    for outcome in range(KNOWN, KNOWN + outcomes):
        found += [*((i, outcome) for i in range(KNOWN)), (outcome, outcome)]
    return tuple(found)


def of_outcome(sums: Sequence[object], place: int) -> list[float]:
    """The upper triangle of (1, covariates, outcome), as `messaging.evaluation.sums` takes it."""
    return [float(sums[at]) for at in _places(place)]  # type: ignore[arg-type]


def total(sums: Sequence[object], place: int) -> float:
    """The sum of one outcome."""
    return float(sums[_places(place)[KNOWN]])  # type: ignore[arg-type]


@cache
def _places(place: int) -> tuple[int, ...]:
    at = {pair: number for number, pair in enumerate(pairs(place + 1))}
    z = [*range(KNOWN), KNOWN + place]
    return tuple(at[z[i], z[j]] for i, j in combinations_with_replacement(range(len(z)), 2))
