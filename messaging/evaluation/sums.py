"""The difference between two groups from sums that a database made: no row is read for a page.

Each group brings Σ z·z' twice, as its upper triangle row by row: over its outcomes (`unit`), and
over its customers, whose outcomes are added up first (`cluster`). z holds 1, the covariates and the
outcome. Without numpy: a page adjusts for a handful of covariates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from messaging.evaluation.result import ArmMean, Effect, between, check_level

Matrix = list[list[float]]

NO_SPREAD = 1e-9
"""A covariate that keeps less than this share of its spread, after those before it, is left out."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one group. `customers`: how many its outcomes are of."""

    customers: int
    unit: Sequence[float]
    cluster: Sequence[float]

    @property
    def n(self) -> int:
        return round(self.unit[0]) if self.unit else 0

    @property
    def total(self) -> float:
        """Σ of the outcome."""
        return self.unit[width(len(self.unit)) - 1]

    @property
    def mean(self) -> float:
        return self.total / self.n

    def __add__(self, other: Sums) -> Sums:
        """Of groups that have no customer in common."""
        return Sums(
            self.customers + other.customers,
            [a + b for a, b in zip(self.unit, other.unit, strict=True)],
            [a + b for a, b in zip(self.cluster, other.cluster, strict=True)],
        )


def width(length: int) -> int:
    """How many values z has, by the length of the triangle. ValueError when it is none."""
    found = (math.isqrt(8 * length + 1) - 1) // 2
    if length < 3 or found * (found + 1) // 2 != length:
        raise ValueError(f"{length} sums are no upper triangle of at least two values")
    return found


def compare_sums(
    treated: Sums, control: Sums, *, anytime: bool = False, level: float = 0.95
) -> Effect:
    """As `effect.compare`, from sums: both means at everybody's covariates, variance by customer.

    Residual variance with Welch's degrees of freedom, customers counted; with one outcome a
    customer and no covariates it is Welch's interval. ValueError for groups of fewer than two
    customers, or sums that do not belong together.
    """
    check_level(level)
    for name, sums in (("treated", treated), ("control", control)):
        if sums.customers < 2:
            raise ValueError(f"{name} has {sums.customers} customers: at least 2 are needed")
    if len(treated.unit) != len(control.unit):
        raise ValueError("the groups' sums are of different covariates")
    moments = [_Moments.of(sums) for sums in (treated, control)]
    n = sum(each.n for each in moments)
    everybody = [
        sum(each.n * each.means[i] for each in moments) / n for i in range(len(moments[0].means))
    ]
    kept = _kept(moments)
    arms, slopes = zip(*(each.adjusted(everybody, kept) for each in moments), strict=True)
    differing = [a - b for a, b in zip(*slopes, strict=True)]
    shared = _shared(differing, moments, everybody, kept) / n
    unit = max(max(abs(each.mean) + math.sqrt(each.variance) for each in arms), 1e-150)
    near_1 = [ArmMean(each.mean / unit, each.variance / unit**2, each.df, each.n) for each in arms]
    return between(*near_1, level=level, anytime=anytime, shared=shared / unit**2, unit=unit)


@dataclass(frozen=True, slots=True)
class _Moments:
    """`means` of the covariates; `inner`: their centred Σ x·x'; `outer`: Σ x·y; `cluster`: whole"""

    n: int
    customers: int
    means: list[float]
    mean: float
    inner: Matrix
    outer: list[float]
    cluster: Matrix

    @classmethod
    def of(cls, sums: Sums) -> _Moments:
        whole = _square(sums.unit)
        k = len(whole) - 2
        n = whole[0][0]
        means = [whole[0][i + 1] / n for i in range(k)]
        mean = whole[0][k + 1] / n
        inner = [
            [whole[i + 1][j + 1] - n * means[i] * means[j] for j in range(k)] for i in range(k)
        ]
        outer = [whole[i + 1][k + 1] - n * means[i] * mean for i in range(k)]
        cluster = _square(sums.cluster)
        return cls(round(n), sums.customers, means, mean, inner, outer, cluster)

    def adjusted(
        self, everybody: Sequence[float], kept: Sequence[int]
    ) -> tuple[ArmMean, list[float]]:
        """The mean at everybody's covariates, with the slopes of those kept."""
        inner = [[self.inner[i][j] for j in kept] for i in kept]
        slopes = _solved(inner, [self.outer[i] for i in kept])
        mean = self.mean + sum(
            slope * (everybody[i] - self.means[i]) for slope, i in zip(slopes, kept, strict=True)
        )
        # A customer's residuals add up to g'Z: Z the sums of z over the customer's outcomes.
        g = [0.0] * len(self.cluster)
        g[-1] = 1.0
        g[0] = -self.mean
        for slope, i in zip(slopes, kept, strict=True):
            g[i + 1] = -slope
            g[0] += slope * self.means[i]
        square = sum(g[i] * g[j] * self.cluster[i][j] for i in range(len(g)) for j in range(len(g)))
        left = max(1, self.n - 1 - len(kept))
        few = self.customers / (self.customers - 1) * (self.n - 1) / left
        variance = max(0.0, square) / self.n**2 * few
        df = max(1.0, self.customers - 1.0 - len(kept))
        return ArmMean(mean, variance, df, self.n), slopes


def _kept(moments: Sequence[_Moments]) -> list[int]:
    """Covariates that differ in both groups, and are no sum of those before them."""
    kept: list[int] = []
    for i in range(len(moments[0].means)):
        asked = [*kept, i]
        if all(each.customers > len(asked) + 2 and _own(each, kept, i) for each in moments):
            kept = asked
    return kept


def _own(moments: _Moments, kept: Sequence[int], i: int) -> bool:
    whole = moments.inner[i][i]
    if whole <= NO_SPREAD * moments.n * max(moments.means[i] ** 2, 1e-300):
        return False
    inner = [[moments.inner[a][b] for b in kept] for a in kept]
    along = [moments.inner[a][i] for a in kept]
    slopes = _solved(inner, along)
    own = whole - sum(s * a for s, a in zip(slopes, along, strict=True))
    return own > NO_SPREAD * whole


def _shared(
    differing: Sequence[float],
    moments: Sequence[_Moments],
    everybody: Sequence[float],
    kept: Sequence[int],
) -> float:
    """Variance of the fitted effect over everybody (see `adjustment`)."""
    n = sum(each.n for each in moments)
    total = 0.0
    for a, i in zip(differing, kept, strict=True):
        for b, j in zip(differing, kept, strict=True):
            spread = sum(
                each.inner[i][j]
                + each.n * (each.means[i] - everybody[i]) * (each.means[j] - everybody[j])
                for each in moments
            )
            total += a * b * spread
    return max(0.0, total) / n


def _square(triangle: Sequence[float]) -> Matrix:
    size = width(len(triangle))
    whole = [[0.0] * size for _row in range(size)]
    values = iter(triangle)
    for i in range(size):
        for j in range(i, size):
            whole[i][j] = whole[j][i] = next(values)
    return whole


def _solved(square: Matrix, right: Sequence[float]) -> list[float]:
    """By elimination, the largest pivot first; the matrix is one that `_own` let through."""
    rows = [[*row, value] for row, value in zip(square, right, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda at: abs(rows[at][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for at in range(size):
            if at != column:
                times = rows[at][column] / rows[column][column]
                rows[at] = [a - times * b for a, b in zip(rows[at], rows[column], strict=True)]
    return [row[-1] / row[at] for at, row in enumerate(rows)]
