"""Whether the groups have the sizes they should have: if not, something chose, and no comparison
of them means anything."""

from __future__ import annotations

import math
from collections.abc import Sequence

from messaging.evaluation.distributions import chi_square_tail

ALARM_BELOW = 0.001
"""p below which a page draws the red line: it is looked at every day, for every trial."""

EXACT_BELOW = 5.0
"""Expected customers below which chi-square is too rough for two groups (Cochran 1954)."""

NO_WEIGHT_FROM = 1_000
"""So many customers where fewer than 5 are expected have no chance that a float can hold."""


def sample_ratio(counts: Sequence[int], shares: Sequence[float]) -> float:
    """p value of groups of these sizes when each customer falls into them by these shares.

    Pearson's chi-square over all groups; the exact binomial test for two groups of which one is
    expected to have fewer than 5. Shares count in proportion to their sum (95 and 5 are 0.95 and
    0.05). A group of share 0 that has customers gives 0. Nobody yet: 1. ValueError names what
    cannot be a count or a share.
    """
    counted, expected_shares = _checked(counts, shares)
    total, whole = sum(counted), math.fsum(expected_shares)
    groups = [(n, share / whole) for n, share in zip(counted, expected_shares, strict=True)]
    if any(n and not share for n, share in groups):
        return 0.0
    groups = [(n, share) for n, share in groups if share]
    if total == 0 or len(groups) == 1:
        return 1.0
    if len(groups) == 2 and min(total * share for _n, share in groups) < EXACT_BELOW:
        return _binomial(min(groups, key=lambda group: group[1]), total)
    distance = math.fsum((n - total * share) ** 2 / (total * share) for n, share in groups)
    return chi_square_tail(distance, len(groups) - 1)


def _checked(
    counts: Sequence[int], shares: Sequence[float]
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    counted, wanted = list(counts), list(shares)
    if not counted:
        raise ValueError("counts is empty: give the size of each group")
    if len(counted) != len(wanted):
        raise ValueError(f"{len(counted)} counts but {len(wanted)} shares: give one of each")
    for at, n in enumerate(counted):
        if not _is_number(n) or n < 0 or n != int(n):
            raise ValueError(f"counts[{at}] is {n!r}: give whole customers, 0 or more")
    for at, share in enumerate(wanted):
        if not _is_number(share) or share < 0:
            raise ValueError(f"shares[{at}] is {share!r}: give a share of 0 or more")
    if not any(wanted):
        raise ValueError("all shares are 0: nobody could be in any group")
    return tuple(int(n) for n in counted), tuple(float(share) for share in wanted)


def _is_number(value: object) -> bool:
    try:
        return not isinstance(value, str) and math.isfinite(value)  # type: ignore[arg-type]
    except TypeError:
        return False


def _binomial(group: tuple[int, float], total: int) -> float:
    """Everything no likelier than what was found. The smaller share's count is summed: what lies
    far above its expectation of less than 5 has no weight left."""
    found, share = group
    logs = math.log(share), math.log1p(-share)

    def chance(n: int) -> float:
        ways = math.lgamma(total + 1) - math.lgamma(n + 1) - math.lgamma(total - n + 1)
        return math.exp(ways + n * logs[0] + (total - n) * logs[1])

    limit = chance(found) * (1 + 1e-9)
    upto = min(total, max(min(found, NO_WEIGHT_FROM), NO_WEIGHT_FROM // 10))
    return min(1.0, math.fsum(p for n in range(upto + 1) if (p := chance(n)) <= limit))
