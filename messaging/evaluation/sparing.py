"""Whom a text does not help: a rule a person can read, found on half of the customers and judged on
the other half.

From customers whose treatment was drawn only. On the one half, `targeting.fit` says what a text
gains for whom, and the rule is the one whose customers gain least for the most texts spared. On the
other half, which took no part in finding it, two things are asked: are more repayments kept than by
sparing as many texts at random, and what share of all repayments is kept? Both intervals hold on
every day of looking. What is not shown is not proposed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation.effect import compare
from messaging.evaluation.inputs import Floats
from messaging.evaluation.readable_rules import Mask, Rules
from messaging.evaluation.targeting import fit

KEPT = 0.98
"""Share of all repayments that a rule has to keep, the doubt counted."""

LEAST_SPARED = 0.05
"""A rule that spares fewer texts than this share is not worth a person's reading."""

FEWEST = 200
"""Customers of either group within a rule, and outside it, in the half that judges."""

SHORTER = 0.93
"""What a clause takes from the worth of a rule: a person reads it."""

WIDE = 2.9
"""Standard errors to each side of an interval that holds on every day of looking, near the sizes
that matter here (5,000 to 50,000 outcomes)."""

POINTS = 20


class Why(StrEnum):
    """Why nothing is proposed."""

    FEW = "few"
    ALL_ALIKE = "all_alike"
    NO_RULE = "no_rule"
    NOT_BETTER = "not_better"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True)
class Judged:
    """Of sparing the texts of some, on customers who took no part in choosing them.

    `spared`: share of texts; `kept`: share of repayments that remain, at least `kept_low`; `gain`:
    repayments kept beyond what sparing as many at random keeps, a customer, between `gain_low` and
    `gain_high`. `treated`, `control`: customers of either group among those spared.
    """

    spared: float
    kept: float
    kept_low: float
    gain: float
    gain_low: float
    gain_high: float
    treated: int
    control: int


@dataclass(frozen=True)
class Point:
    """On the curve: repayments kept when this share of texts is spared, least gains first."""

    spared: float
    kept: float


@dataclass(frozen=True)
class Found:
    """`rule`: the place of the proposed one among those given, None with `why` not. `judged` is
    there where one was judged, proposed or not; `mean`: the effect of a text over all."""

    rule: int | None
    why: Why | None
    judged: Judged | None
    curve: tuple[Point, ...]
    mean: float
    rows: int
    best: int | None = None


def find(
    *,
    rows: Floats,
    treated: Floats,
    outcome: Floats,
    customers: NDArray[np.int64],
    rules: Rules,
    covariates: Floats,
    half: Mask,
) -> Found:
    """`rows`: what gains are learned from; `rules`: whom a text might be spared; `covariates`: what
    the comparison is adjusted for; `half`: the customers a rule is found on. All in one order.

    ValueError for arrays of unlike lengths, as `fit` and `compare` say it.
    """
    mean = _mean(treated, outcome)
    nothing = Found(None, Why.FEW, None, (), mean, len(outcome))
    if _fewest(treated[half]) < FEWEST or _fewest(treated[~half]) < FEWEST:
        return nothing
    given: Any = (rows[half], treated[half], outcome[half])
    every_row: Any = rows
    learned = fit(*given)
    gains: Floats = np.array(learned.gain(every_row))
    unseen = ~half
    curve = _curve(gains[unseen], treated[unseen], outcome[unseen])
    if learned.share == 0:
        return Found(None, Why.ALL_ALIKE, None, curve, mean, len(outcome))
    best = _best(gains[half], rules, half, treated[half], outcome[half])
    if best is None:
        return Found(None, Why.NO_RULE, None, curve, mean, len(outcome))
    judged = judge(
        rules.mask(best)[unseen],
        treated[unseen],
        outcome[unseen],
        customers[unseen],
        covariates[unseen],
    )
    why = _why(judged)
    return Found(None if why else best, why, judged, curve, mean, len(outcome), best)


def judge(
    rule: Mask,
    treated: Floats,
    outcome: Floats,
    customers: NDArray[np.int64],
    covariates: Floats,
) -> Judged | None:
    """None where either group is too small within the rule or outside it."""
    if _fewest(treated[rule]) < FEWEST or _fewest(treated[~rule]) < FEWEST:
        return None

    def effect(of: Mask) -> tuple[float, float]:
        on, off = of & (treated == 1), of & (treated == 0)
        found = compare(
            outcome[on],
            outcome[off],
            covariates=(covariates[on], covariates[off]),
            clusters=(customers[on], customers[off]),
            anytime=True,
        )
        return found.difference, (found.high - found.low) / 2

    inside, doubt_inside = effect(rule)
    outside, doubt_outside = effect(~rule)
    spared = float(rule.mean())
    base = float(outcome[treated == 1].mean())
    weight = spared * (1 - spared)
    gain, doubt = weight * (outside - inside), weight * math.hypot(doubt_inside, doubt_outside)
    return Judged(
        spared=spared,
        kept=1 - spared * inside / base,
        kept_low=1 - spared * (inside + doubt_inside) / base,
        gain=gain,
        gain_low=gain - doubt,
        gain_high=gain + doubt,
        treated=int((rule & (treated == 1)).sum()),
        control=int((rule & (treated == 0)).sum()),
    )


def _why(judged: Judged | None) -> Why | None:
    if judged is None:
        return Why.FEW
    if judged.gain_low <= 0:
        return Why.NOT_BETTER
    return Why.NOT_KEPT if judged.kept_low < KEPT else None


def _best(gains: Floats, rules: Rules, half: Mask, treated: Floats, outcome: Floats) -> int | None:
    """The rule that keeps most beyond chance, among those that can be shown to keep enough: with
    the doubt that as many customers will leave again, and a standard error to spare. A longer rule
    has to be clearly better than a shorter one."""
    base, mean = outcome[treated == 1].mean(), gains.mean()
    share, spread = treated.mean(), outcome.std()
    found, most = None, 0.0
    for place in range(len(rules)):
        rule = rules.mask(place)[half]
        spared = rule.mean()
        if not LEAST_SPARED <= spared < 1:
            continue
        inside = gains[rule].mean()
        error = spread / math.sqrt(rule.sum() * share * (1 - share))
        lost = spared * (max(inside, 0.0) + (WIDE + 1) * error) / base
        beyond = spared * (mean - inside) * SHORTER ** rules.length(place)
        if beyond > most and 1 - lost >= KEPT:
            found, most = place, float(beyond)
    return found


def _curve(gains: Floats, treated: Floats, outcome: Floats) -> tuple[Point, ...]:
    """Each customer's effect is estimated by the inverse of its group's share; those of equal gain
    are spared in the same proportion."""
    share = treated.mean()
    base = outcome[treated == 1].mean()
    if share in (0, 1) or base == 0:
        return ()
    level = (1 - share) * base + share * outcome[treated == 0].mean()
    effects = (outcome - level) * (treated - share) / (share * (1 - share))
    _values, group, sizes = np.unique(gains, return_inverse=True, return_counts=True)
    lost = np.concatenate([[0.0], np.cumsum(np.bincount(group, weights=effects))])
    at = np.concatenate([[0.0], np.cumsum(sizes)]) / len(gains)
    spared = np.linspace(0, 1, POINTS + 1)
    kept = 1 - np.interp(spared, at, lost) / len(gains) / base
    return tuple(Point(float(x), float(y)) for x, y in zip(spared, kept, strict=True))


def _mean(treated: Floats, outcome: Floats) -> float:
    if _fewest(treated) == 0:
        return 0.0
    return float(outcome[treated == 1].mean() - outcome[treated == 0].mean())


def _fewest(treated: Floats) -> int:
    return int(min((treated == 1).sum(), (treated == 0).sum()))
