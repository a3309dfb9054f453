"""One group's mean as it would be with everybody's covariates: Lin's adjustment, group by group.

Lin (2013), "Agnostic notes on regression adjustments to experimental data", Annals of Applied
Statistics 7(1): outcome on treatment, centred covariates and their products. That is one regression
a group, read off at the mean of all: so it is done here, with an orthonormal basis a group.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation.inputs import Floats
from messaging.evaluation.result import ROUNDING, ArmMean

Numbers = NDArray[np.int64]
"""Of the customer each outcome belongs to, from 0 on."""

SAME_LINE = 1e-7
"""A covariate of which less than this share is its own, after those before it, is one of them."""

DECIDES_ALONE = 1 - 1e-6
"""A leverage above this: one customer alone decides a coefficient, and shows no spread."""

LEAST_LEFT = 2
"""Outcomes that each group has beyond its coefficients; later covariates are left out for it."""


@dataclass(slots=True)
class _Group:
    """`columns`: the constant and the covariates taken; `basis`: the same made orthonormal;
    `target`: everybody's mean in the basis; `leverage`: of each customer."""

    size: int
    columns: list[Floats]
    basis: list[Floats]
    target: list[float]
    leverage: Floats

    @classmethod
    def of(cls, size: int) -> _Group:
        even = 1 / math.sqrt(size)
        ones = np.ones(size)
        return cls(size, [ones], [ones * even], [even], np.full(size, 1 / size))

    def direction(self, values: Floats) -> tuple[Floats, float] | None:
        """What a column, 0 on average over everybody, adds to the basis: its own part, of length
        1, and everybody's mean in that. None when it adds nothing to rely on."""
        own, mean = values.copy(), 0.0
        length = math.sqrt(float(values @ values))
        for _again in range(2):  # once leaves rounding errors behind
            for column, target in zip(self.basis, self.target, strict=True):
                share = float(column @ own)
                own -= share * column
                mean -= share * target
        rest = math.sqrt(float(own @ own))
        if not rest > SAME_LINE * length or self.size < len(self.basis) + 1 + LEAST_LEFT:
            return None
        own /= rest
        if float((self.leverage + own * own).max()) > DECIDES_ALONE:
            return None
        return own, mean / rest

    def take(self, values: Floats, own: Floats, mean: float) -> None:
        self.columns.append(values)
        self.basis.append(own)
        self.target.append(mean)
        self.leverage += own * own

    def slopes(self, coefficients: Floats) -> Floats:
        """Per column, from coefficients in the basis."""
        turned = np.column_stack(self.basis).T @ np.column_stack(self.columns)
        return np.asarray(np.linalg.solve(turned, coefficients)[1:], np.float64)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """`shared`: variance of the difference because everybody's mean is itself a sample's."""

    treated: ArmMean
    control: ArmMean
    shared: float


def adjusted(
    outcomes: tuple[Floats, Floats],
    covariates: tuple[Floats, Floats],
    clusters: tuple[Numbers, Numbers] | None,
) -> Adjusted:
    """Both groups' means at everybody's covariates, with HC2 variances. Outcomes are near 1.

    A covariate that is constant, or a sum of earlier ones, or decided by one customer, in either
    group, is left out of both: the difference stays right without it, only less sharp.
    """
    groups = tuple(_Group.of(len(values)) for values in outcomes)
    for left, right in zip(covariates[0].T, covariates[1].T, strict=True):
        parts = _centred(left, right)
        found = [each.direction(part) for each, part in zip(groups, parts, strict=True)]
        if all(found):
            for group, part, (own, mean) in zip(groups, parts, found, strict=True):  # type: ignore[misc]
                group.take(part, own, mean)
    ids = clusters or (None, None)
    means, slopes = zip(
        *(_mean(y, group, own) for y, group, own in zip(outcomes, groups, ids, strict=True)),
        strict=True,
    )
    return Adjusted(means[0], means[1], _shared(groups, slopes))


def _centred(left: Floats, right: Floats) -> tuple[Floats, Floats]:
    """Both parts less everybody's mean, in everybody's spread: no unit is too large to square."""
    largest = max(float(np.abs(left).max()), float(np.abs(right).max())) or 1.0
    left, right = left / largest, right / largest
    n = len(left) + len(right)
    mean = (float(left.sum()) + float(right.sum())) / n
    left, right = left - mean, right - mean
    spread = math.sqrt((float(left @ left) + float(right @ right)) / n)
    if spread <= 1e-12:
        return np.zeros_like(left), np.zeros_like(right)
    return left / spread, right / spread


def _mean(outcomes: Floats, group: _Group, clusters: Numbers | None) -> tuple[ArmMean, Floats]:
    """The regression's value at everybody's mean, and its coefficients in the basis."""
    offset = float(outcomes.mean())
    rest = outcomes - offset
    coefficients = []
    for column in group.basis:
        coefficient = float(column @ rest)
        rest -= coefficient * column
        coefficients.append(coefficient)
    weights = np.zeros(len(outcomes))
    for target, column in zip(group.target, group.basis, strict=True):
        weights += target * column
    mean = offset + sum(c * t for c, t in zip(coefficients, group.target, strict=True))
    variance, df = _spread(rest, weights, group, clusters)
    if variance <= ROUNDING**2:
        variance = 0.0
    return ArmMean(mean, variance, df, len(outcomes)), np.array(coefficients)


def _spread(
    rest: Floats, weights: Floats, group: _Group, clusters: Numbers | None
) -> tuple[float, float]:
    """HC2 (MacKinnon & White 1985), and the degrees of freedom of Bell & McCaffrey (2002).

    With clusters, the scaled residuals are added up a cluster first. Both are Welch's without
    covariates and clusters.
    """
    scaled = weights * rest / np.sqrt(1 - group.leverage)
    if clusters is None:
        return float(scaled @ scaled), _bell_mccaffrey(weights, group)
    sums = np.bincount(clusters, weights=scaled)
    count = len(sums)
    if count < 2:
        raise ValueError("all outcomes of a group are of one cluster: its spread is not known")
    own = np.bincount(clusters, weights=weights * weights)
    even = float(own.sum()) ** 2 / float(own @ own)
    few = (1 - 1 / group.size) / (1 - 1 / count)
    df = min(_bell_mccaffrey(weights, group), max(1.0, even - 1))
    return float(sums @ sums) * few, df


def _bell_mccaffrey(weights: Floats, group: _Group) -> float:
    if len(group.basis) == 1:
        return group.size - 1.0
    d = weights * weights / (1 - group.leverage)
    basis = np.column_stack(group.basis)
    inner = basis.T @ (basis * d[:, None])
    trace = float(weights @ weights)
    square = float((d * d) @ (1 - 2 * group.leverage)) + float((inner * inner).sum())
    return float(min(max(1.0, trace * trace / square), group.size - 1.0))


def _shared(groups: tuple[_Group, ...], coefficients: tuple[Floats, ...]) -> float:
    """Where the effect differs by covariate, whom the sample happened to hold counts too.

    The fitted effect's variance over everybody, by their number (Negi & Wooldridge 2021).
    """
    if len(groups[0].basis) == 1:
        return 0.0
    treated, control = (group.slopes(own) for group, own in zip(groups, coefficients, strict=True))
    differing = treated - control
    n = sum(group.size for group in groups)
    fitted = (np.column_stack(group.columns[1:]) @ differing for group in groups)
    return sum(float(each @ each) for each in fitted) / n / n
