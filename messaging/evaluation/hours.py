"""At which hour a text is answered and paid on, learned from hours that were drawn.

An hour's rate weighs every text by the inverse of the propensity with which its hour was drawn
(Horvitz & Thompson 1952, Hájek 1971): so it is that of the whole group, however the shares moved
and whoever was drawn more often into it. Rates are shrunken twice: hours of a group of customers
towards those of all, and a customer's own towards the group's; then Thompson's rule (1933) gives
each hour the share with which it is the best as far as is known, over a floor that keeps every
hour's effect estimable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation.inputs import Floats

EVENLY = 0.1
"""Of all texts this share is drawn evenly over the hours, so none falls below EVENLY ÷ hours."""

HOURS_DIFFER = 0.03
"""How far, as a standard deviation, rates of hours are taken to lie from their mean before anything
was seen: what trials of reminders find is two or three points (facts of the trials: evidence)."""

GROUPS_DIFFER = 0.02
"""The same for an hour of a group against that hour of all groups."""

SURE = 1.645
"""Standard errors by which customers must differ before it is believed that they do."""

_VARIANCE_OF_HALF = 0.25
"""Of a text of which nothing is known."""

BOLD = 0.5
"""Of the deviation that Thompson's rule draws with: the even part explores already, and in worlds
with a known truth (tests.worlds) less is lost so than with all of it or none."""

_DRAWS = 512
"""Of the hours' rates, by which the share of being best is counted."""


@dataclass(frozen=True)
class Tallies:
    """Sums over texts, each (groups, hours): `weight` of 1/p, `squares` of 1/p², `good` of y/p,
    with p the propensity and y whether the text was answered or paid on."""

    weight: Floats
    squares: Floats
    good: Floats


class Believed(NamedTuple):
    """(groups, hours): how far an hour's rate lies from the group's, and the variance of that.
    `rate`: (groups, 1), the group's over all hours."""

    effect: Floats
    variance: Floats
    rate: Floats

    @property
    def expected(self) -> Floats:
        """(groups, hours): the rate of each hour."""
        return self.rate + self.effect


@dataclass(frozen=True)
class Cells:
    """Sums over the texts to one customer at one hour; columns of equal length. `good`: how many
    were answered or paid on; `weight`, `squares`: of 1/p and 1/p²; `weighted`, `weighted_squares`:
    of y/p and y/p²."""

    customer: NDArray[np.int64]
    texts: Floats
    good: Floats
    weight: Floats
    squares: Floats
    weighted: Floats
    weighted_squares: Floats


class Spread(NamedTuple):
    """Variances between customers of a group: of their rates, of an hour's own effect, of a
    text."""

    customers: float
    own_hours: float
    texts: float


def believed(tallies: Tallies) -> Believed:
    """What is to be believed of each hour of each group: an hour nobody was written to at lies
    where the others lie."""
    seen = tallies.weight > 0
    weight = np.where(seen, tallies.weight, 1.0)
    rate = _rate_of_groups(tallies)
    noise = np.where(seen, rate * (1 - rate) * tallies.squares / weight**2, np.inf)
    precision = 1 / (GROUPS_DIFFER**2 + HOURS_DIFFER**2 + noise)
    found = np.where(seen, tallies.good / weight, 0.0)
    total = precision.sum(1, keepdims=True)
    middle = (precision * found).sum(1, keepdims=True) / np.where(total > 0, total, 1.0)
    away = np.where(seen, found - middle, 0.0)
    # Of all groups.
    told = 1 / (GROUPS_DIFFER**2 + noise)
    variance_of_all = 1 / (HOURS_DIFFER**-2 + told.sum(0))
    of_all = variance_of_all * (told * away).sum(0)
    # Of each group, from there.
    kept = GROUPS_DIFFER**2 * told
    effect = of_all + kept * (away - of_all)
    variance = GROUPS_DIFFER**2 * (1 - kept) + (1 - kept) ** 2 * variance_of_all
    return Believed(effect, variance, rate)


def own(texts: Floats, residuals: Floats, spread: Spread) -> tuple[Floats, Floats]:
    """A customer's own effect of each hour (customers, hours), and its variance.

    `texts`: how many were sent to the customer at that hour; `residuals`: the sum of what came of
    them less what was to be expected of the group at that hour. Shrunken by as much as one text
    tells little: with no spread between customers' hours, to nothing.
    """
    if spread.own_hours <= 0:
        nothing = np.zeros_like(texts)
        return nothing, nothing
    seen = texts > 0
    noise = np.where(seen, spread.own_hours + spread.texts / np.where(seen, texts, 1.0), np.inf)
    mean = np.where(seen, residuals / np.where(seen, texts, 1.0), 0.0)
    precision = (1 / noise).sum(1, keepdims=True)
    prior = 1 / spread.customers if spread.customers > 0 else np.inf
    customer = (mean / noise).sum(1, keepdims=True) / (precision + prior)
    kept = spread.own_hours / noise
    return kept * (np.where(seen, mean - customer, 0.0)), spread.own_hours * (1 - kept)


def spread_of(cells: Cells, expected: Floats) -> Spread:
    """How much customers differ, from pairs of texts to the same customer: what two of the same
    hour have in common beyond two of different hours is that hour's own. `expected`: of each cell,
    the rate of the group at that hour. Every pair weighs by its inverse propensity. Of what differs
    between hours only what exceeds chance (one-sided, at 5 %) is believed: it makes nobody's hour.
    """
    texts = float(cells.texts.sum())
    if texts < 2:
        return Spread(0.0, 0.0, _VARIANCE_OF_HALF)
    squared = cells.good * (1 - 2 * expected) + cells.texts * expected**2
    alone = float(squared.sum()) / texts
    away = cells.weighted - expected * cells.weight
    away_squares = cells.weighted_squares * (1 - 2 * expected) + expected**2 * cells.squares
    _ids, owner = np.unique(cells.customer, return_inverse=True)
    same_weight = np.bincount(owner, (cells.weight**2 - cells.squares) / 2)
    same_sum = np.bincount(owner, (away**2 - away_squares) / 2)
    all_weight = (np.bincount(owner, cells.weight) ** 2 - np.bincount(owner, cells.squares)) / 2
    all_sum = (np.bincount(owner, away) ** 2 - np.bincount(owner, away_squares)) / 2
    other_weight, other_sum = all_weight - same_weight, all_sum - same_sum
    if same_weight.sum() <= 0 or other_weight.sum() <= 0:
        return Spread(0.0, 0.0, alone)
    same = same_sum.sum() / same_weight.sum()
    other = other_sum.sum() / other_weight.sum()
    off = (same_sum - same * same_weight) / same_weight.sum()
    off -= (other_sum - other * other_weight) / other_weight.sum()
    error = float(np.sqrt((off**2).sum()))
    return Spread(max(0.0, float(other)), max(0.0, float(same - other) - SURE * error), alone)


def shares(mean: Floats, variance: Floats, *, evenly: float = EVENLY) -> Floats:
    """(rows, hours): the share of each hour, at least `evenly` ÷ hours, a row summing to 1. The
    same row gives the same shares, whatever rows stand beside it."""
    rows, hours = mean.shape
    best = np.zeros((rows, hours))
    deviation = BOLD * np.sqrt(variance)
    for drawn in _standard_normals(hours):
        best[np.arange(rows), np.argmax(mean + deviation * drawn, axis=1)] += 1
    given: Floats = evenly / hours + (1 - evenly) * best / _DRAWS
    return given


@lru_cache(maxsize=24)
def _standard_normals(hours: int) -> Floats:
    """Always the same, each with its opposite."""
    half = np.random.default_rng(20_26).standard_normal((_DRAWS // 2, hours))
    return np.concatenate([half, -half])


def _rate_of_groups(tallies: Tallies) -> Floats:
    """With one good and one bad text more, so that no first day makes it sure (Agresti & Coull)."""
    weight = tallies.weight.sum(1, keepdims=True)
    effective = weight**2 / np.where(weight > 0, tallies.squares.sum(1, keepdims=True), 1.0)
    mean = tallies.good.sum(1, keepdims=True) / np.where(weight > 0, weight, 1.0)
    rate: Floats = (mean * effective + 1) / (effective + 2)
    return rate
