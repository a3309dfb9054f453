"""Did it help: the difference between two randomised groups, with an interval that is honest."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from messaging.evaluation import inputs
from messaging.evaluation.adjustment import Numbers, adjusted
from messaging.evaluation.inputs import Floats
from messaging.evaluation.result import ArmMean, Effect, between, check_level

__all__ = ["Effect", "compare"]

LEAST = 2
"""Outcomes a group needs: one alone shows no spread."""

Rows = Sequence[Sequence[float]] | Sequence[float]


def compare(
    treated: Sequence[float],
    control: Sequence[float],
    *,
    covariates: tuple[Rows, Rows] | None = None,
    clusters: tuple[Sequence[Hashable], Sequence[Hashable]] | None = None,
    anytime: bool = False,
    level: float = 0.95,
) -> Effect:
    """Mean of `treated` less mean of `control`, between `low` and `high` in `level` of all cases.

    Outcomes: 0 and 1, or amounts in one unit. Without more, Welch's interval. `covariates`: what
    was known of each customer before the assignment (rows of the treated, rows of the control, in
    the order of the outcomes); both means are then taken at everybody's covariates (Lin 2013) with
    HC2 variance and the degrees of freedom of Bell and McCaffrey. `clusters`: whose outcome each
    is, where a customer has several: the variance is that of customers, not of outcomes. `anytime`:
    the interval, and the p value with it, may be looked at every day (asymptotic confidence
    sequence, Waudby-Smith et al. 2021); it is wider, and tightest near 5,000 outcomes.

    Outcomes that never differ give an interval without width. ValueError says which input cannot
    be used, where and why: fewer than two outcomes in a group, a value that is not a finite number,
    covariates or clusters that are not one for each outcome.
    """
    check_level(level)
    outcomes = (
        inputs.column(treated, "treated", least=LEAST),
        inputs.column(control, "control", least=LEAST),
    )
    unit = _unit(*outcomes)
    near_1 = outcomes[0] / unit, outcomes[1] / unit
    found = adjusted(near_1, _covariates(covariates, outcomes), _clusters(clusters, outcomes))
    arms = (found.treated, found.control)
    if anytime:
        arms = _not_sure_of_one_value(arms, near_1)
    return between(*arms, level=level, anytime=anytime, shared=found.shared, unit=unit)


def _unit(*outcomes: Floats) -> float:
    """A power of two near the largest outcome: dividing by it loses nothing, and no square is too
    large or too small to hold."""
    largest = max(float(np.abs(y).max()) for y in outcomes)
    return math.ldexp(1.0, min(math.frexp(largest)[1] - 1, 1023)) if largest else 1.0


def _covariates(
    covariates: tuple[Rows, Rows] | None, outcomes: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    if covariates is None:
        return np.empty((len(outcomes[0]), 0)), np.empty((len(outcomes[1]), 0))
    rows = _two(covariates, "covariates")
    tables = (
        inputs.table(rows[0], "covariates of treated", length=len(outcomes[0])),
        inputs.table(rows[1], "covariates of control", length=len(outcomes[1])),
    )
    widths = tables[0].shape[1], tables[1].shape[1]
    if widths[0] != widths[1]:
        raise ValueError(
            f"covariates: {widths[0]} a row for treated but {widths[1]} for control: give the same"
        )
    return tables


def _clusters(
    clusters: tuple[Sequence[Hashable], Sequence[Hashable]] | None,
    outcomes: tuple[Floats, Floats],
) -> tuple[Numbers, Numbers] | None:
    """Numbered from 0 in each group. A customer belongs to one group for good, so a cluster that
    is in both is a mistake."""
    if clusters is None:
        return None
    sides = _two(clusters, "clusters")
    seen: list[dict[Hashable, int]] = [{}, {}]
    numbered = []
    for name, ids, values, numbers in zip(
        ("treated", "control"), sides, outcomes, seen, strict=True
    ):
        codes = np.fromiter((numbers.setdefault(each, len(numbers)) for each in ids), np.int64)
        if len(codes) != len(values):
            raise ValueError(
                f"clusters of {name}: {len(codes)} for {len(values)} outcomes: give one each"
            )
        if len(numbers) < LEAST:
            raise ValueError(f"clusters of {name}: all outcomes are of one, at least 2 are needed")
        numbered.append(codes)
    both = seen[0].keys() & seen[1].keys()
    if both:
        raise ValueError(f"clusters: {len(both)} of them are in both groups: give each to one")
    return numbered[0], numbered[1]


def _two(pair: Any, name: str) -> tuple[Any, Any]:
    try:
        of_treated, of_control = pair
    except (TypeError, ValueError):
        raise ValueError(f"{name}: give a pair, of the treated and of the control") from None
    return of_treated, of_control


def _not_sure_of_one_value(
    arms: tuple[ArmMean, ArmMean], outcomes: tuple[Floats, Floats]
) -> tuple[ArmMean, ArmMean]:
    """On the first days all few outcomes of a group may be 0, or all 1. Who looks then must not be
    told that they always are: one of each more is assumed (Wilson; Agresti & Coull 1998)."""
    if any(((y != 0) & (y != 1)).any() for y in outcomes):
        return arms
    floors = []
    for arm, y in zip(arms, outcomes, strict=True):
        share = (float(y.sum()) + 1) / (arm.n + 2)
        floor = share * (1 - share) / arm.n
        floors.append(
            replace(arm, variance=max(arm.variance, floor)) if y.min() == y.max() else arm
        )
    return floors[0], floors[1]
