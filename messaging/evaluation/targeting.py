"""Whom a text helps, from randomised data only, and how much better than chance that is known.

The R-learner (Nie & Wager 2021, Biometrika 108(2)): what outcome and treatment are expected to be
is taken away from both, and what is left of the one is explained by what is left of the other times
an effect of the row. Several candidates for the effect (straight, stepwise, shallow trees) are
judged on rows they have not seen; what they say there decides how far the effect is allowed to
leave the mean. Where rows tell nothing, every gain is the mean effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from messaging.evaluation import inputs
from messaging.evaluation.binned import Bins, Codes
from messaging.evaluation.inputs import Floats
from messaging.evaluation.learners import (
    FOLDS,
    Candidate,
    Folds,
    Learner,
    Left,
    candidates,
    regressed,
)

LEAST = 2
"""Rows each group needs."""

LEAST_TO_TELL_APART = 50
"""With fewer rows in either group, no more than the mean effect is told."""

MOST_ROWS = 200_000
"""More rows than these are thinned evenly before the learners: three seconds a hundred thousand."""

CHANCE = 2.2
"""Standard errors by which unseen rows must agree before a gain leaves the mean. The best of
seventeen candidates is asked, so 1.645 would let one case of chance in six through; this one in
fifteen (tests.worlds)."""

DOUBT = 1.5
"""Standard errors by which what then remains is shrunk."""

LEAST_SHARE = 0.02
"""The chance of treatment, and of none, is not taken for less: one row would weigh too much."""

SEED = 7
"""Folds are drawn, so that no order of the rows shows in them, and always the same."""

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Targeting:
    """`mean`: the effect over all rows that were fitted; `share`: how far gains leave it, 0 where
    rows tell nothing; it brings what the learner says into the unit of the outcome.

    `width`: values a row; `learner`: what it says of a row's bins, `centre` on average.
    """

    mean: float
    share: float
    width: int
    bins: Bins
    learner: Learner | None = None
    centre: float = 0.0

    def gain(self, rows: Rows) -> list[float]:
        """The expected effect of a text, per row, in the unit of the outcome.

        ValueError for rows of another width, or a value that is not a finite number.
        """
        if len(rows) == 0:
            return []
        table = inputs.table(rows, "rows")
        if table.shape[1] != self.width:
            raise ValueError(f"rows have {table.shape[1]} values each, {self.width} were fitted")
        if self.learner is None:
            return [self.mean] * len(table)
        told = self.learner.effect(self.bins.codes(table)) - self.centre
        return [float(each) for each in self.mean + self.share * told]


def fit(rows: Rows, treated: Sequence[int], outcome: Sequence[float]) -> Targeting:
    """Learn from customers whose treatment was drawn: `rows` (what was known before, equally many
    numbers each), `treated` (1 or 0) and `outcome` (larger is better), in one order.

    The same data give the same answer. The chance of treatment may differ by what rows hold (a
    share per lender), not by anything else. ValueError says what cannot be used and where: fewer
    than two rows in either group, lengths that differ, values that are not finite numbers.
    """
    y = inputs.column(outcome, "outcome")
    t = inputs.zeros_and_ones(treated, "treated", length=len(y))
    x = inputs.table(rows, "rows", length=len(y))
    helped = int(t.sum())
    for name, count in (("treated", helped), ("not treated", len(t) - helped)):
        if count < LEAST:
            raise ValueError(f"{count} rows are {name}: at least {LEAST} are needed")
    mean = float(y[t == 1].mean() - y[t == 0].mean())
    bins = Bins.of(x)
    nothing = Targeting(mean, 0.0, x.shape[1], bins)
    spread = float(y.std())
    few = min(helped, len(t) - helped) < LEAST_TO_TELL_APART
    if few or not bins.tell or spread <= 1e-12 * float(np.abs(y).max()):
        return nothing
    kept = _thinned(len(y))
    codes = bins.codes(x[kept])
    left = _left_over(codes, bins.widths, t[kept], (y[kept] - y[kept].mean()) / spread)
    best = min(candidates(left), key=lambda each: _loss(left, each))
    share = _share(left, best.unseen)
    if share == 0:
        return nothing
    learner = best.learn()
    centre = float(learner.effect(codes).mean())
    return Targeting(mean, share * spread, x.shape[1], bins, learner, centre)


def qini(gains: Sequence[float], treated: Sequence[int], outcome: Sequence[float]) -> float:
    """How much better than chance `gains` say whom to write to: an area, in outcomes a customer.

    Write to the share φ of customers with the largest gains, and u(φ) outcomes a customer (of all
    customers, written to or not) are won; with the same number drawn by lot it is φ·u(1). The area
    is ∫₀¹ u(φ) − φ·u(1) dφ. Where half of the customers gain 8 points and the others nothing,
    gains that know it reach 1 point, 0.01. u is estimated from customers whose treatment was drawn,
    each weighed by the inverse of its group's share; u(1) is the difference of the two means.

    Customers of equal gain are taken together, as if in every order at once: constant gains give
    exactly 0. Larger outcomes are better. ValueError as for `fit`.
    """
    y = inputs.column(outcome, "outcome")
    t = inputs.zeros_and_ones(treated, "treated", length=len(y))
    g = inputs.column(gains, "gains")
    if len(g) != len(y):
        raise ValueError(f"gains has {len(g)} values for {len(y)} outcomes: give one each")
    share = float(t.mean())
    if share in (0.0, 1.0):
        raise ValueError("all customers are of one group: nothing can be compared")
    level = (1 - share) * y[t == 1].mean() + share * y[t == 0].mean()
    effects = (y - level) * (t - share) / (share * (1 - share))
    _values, group, sizes = np.unique(-g, return_inverse=True, return_counts=True)
    if len(sizes) == 1:
        return 0.0
    middle = (np.cumsum(sizes) - sizes / 2) / len(y)
    return float((effects * (0.5 - middle[group])).mean())


def _thinned(n: int) -> Folds:
    return np.linspace(0, n - 1, min(n, MOST_ROWS)).astype(np.intp)


def _left_over(codes: Codes, widths: tuple[int, ...], t: Floats, y: Floats) -> Left:
    """Outcome and treatment less what rows unseen lead to expect, and less the mean effect."""
    fold = _folds(t)
    expected, flat = regressed(codes, widths, fold, y)
    if ((y - flat) ** 2).sum() < ((y - expected) ** 2).sum():
        expected = flat
    left = Left(codes, widths, fold, t - _chance_of_treatment(codes, widths, fold, t), y - expected)
    mean = left.values.sum() / left.weights.sum()
    return Left(codes, widths, fold, left.treatment, left.outcome - mean * left.treatment)


def _chance_of_treatment(
    codes: Codes, widths: tuple[int, ...], fold: Folds, t: Floats
) -> Floats | float:
    """The groups' shares, unless rows clearly tell more."""
    by_row, flat = regressed(codes, widths, fold, t)
    better = (t - flat) ** 2 - (t - by_row) ** 2
    if better.mean() < 3 * better.std() / np.sqrt(len(t)):
        return float(t.mean())
    return np.clip(by_row, LEAST_SHARE, 1 - LEAST_SHARE)


def _folds(t: Floats) -> Folds:
    """Each group dealt out evenly."""
    drawn = np.random.default_rng(SEED)
    fold = np.empty(len(t), np.intp)
    for group in (0, 1):
        own = np.flatnonzero(t == group)
        fold[drawn.permutation(own)] = np.arange(len(own)) % FOLDS
    return fold


def _loss(left: Left, candidate: Candidate) -> float:
    return float(((left.outcome - left.treatment * candidate.unseen) ** 2).sum())


def _share(left: Left, unseen: Floats) -> float:
    """How much of what was said of unseen rows came true (the calibration of Chernozhukov, Demirer,
    Duflo & Fernández-Val 2018), shrunk by its own uncertainty; 0 when that may be chance."""
    weights = left.weights
    told = unseen - float(weights @ unseen) / float(weights.sum())
    moved = left.treatment * told
    size = float(moved @ moved)
    if size <= 0:
        return 0.0
    slope = float(moved @ left.outcome) / size
    error = float(np.sqrt((moved * moved) @ (left.outcome - slope * moved) ** 2)) / size
    sure = slope / error if error > 0 else np.inf
    if sure <= CHANCE:
        return 0.0
    return min(1.0, slope) * (1 - (DOUBT / sure) ** 2)
