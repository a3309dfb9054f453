"""The learned hour in worlds whose best hours are known: what it loses against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from messaging.evaluation.hours import (
    Believed,
    Cells,
    Spread,
    Tallies,
    believed,
    own,
    shares,
    spread_of,
)
from tests.worlds.people import Floats

Ints = NDArray[np.int64]

GROUPS = 6
EVERY = 5
"""Days between two texts to a customer."""

SPREAD_EVERY = 7
"""Days between two looks at how much customers differ, to save the time of the suite."""

KNOWN_AFTER = 4
"""Days until what came of a text is counted."""


@dataclass(frozen=True)
class Hours:
    """`chance`: (customers, hours), that a text of that hour is answered or paid on; `group`."""

    chance: Floats
    group: Ints


@dataclass(frozen=True)
class Lived:
    """What a way of drawing lost, a text, against each customer's best hour; evenly drawn, it would
    have lost `evenly`. `estimated`: of how much better it is, by the data alone, and its error."""

    lost: float
    evenly: float
    least_share: float
    gain: float
    error: float
    lost_at_the_end: float

    @property
    def gained(self) -> float:
        """How much better than evenly it truly was."""
        return self.evenly - self.lost

    @property
    def ratio(self) -> float:
        return self.lost / self.evenly


def world(
    seed: int,
    *,
    customers: int = 2_000,
    hours: int = 3,
    of_all: float = 0.03,
    of_group: float = 0.02,
    of_each: float = 0.02,
) -> Hours:
    """Rates differ by customer; hours by as much, as a standard deviation, for all customers, for a
    group, for a single one."""
    drawn = np.random.default_rng(seed)
    group = drawn.integers(0, GROUPS, customers)
    base = np.clip(drawn.normal(0.35, 0.12, customers), 0.05, 0.9)[:, None]
    all_of_them = drawn.normal(0, of_all, (1, hours))
    of_groups = drawn.normal(0, of_group, (GROUPS, hours))[group]
    single = drawn.normal(0, of_each, (customers, hours))
    return Hours(np.clip(base + all_of_them + of_groups + single, 0.01, 0.99), group)


class Learning:
    """Draws the hours of a day, and learns each night from what is counted by then."""

    def __init__(self, one: Hours, seed: int) -> None:
        self.one, self.random = one, np.random.default_rng(seed + 77)
        self.shape = one.chance.shape
        self.waiting: list[tuple[Ints, Ints, Floats, Floats]] = []
        self.table: Believed | None = None
        self.spread = Spread(0.0, 0.0, 0.25)
        self.sums = np.zeros((6, *self.shape))

    def draw(self, who: Ints) -> tuple[Ints, Floats, Floats]:
        """Hour, propensity, and all shares."""
        given = self._shares(who)
        chosen = (given.cumsum(1) < self.random.random((len(who), 1))).sum(1)
        chosen = np.minimum(chosen, self.shape[1] - 1)
        return chosen, given[np.arange(len(who)), chosen], given

    def _shares(self, who: Ints) -> Floats:
        if self.table is None:
            return np.full((len(who), self.shape[1]), 1 / self.shape[1])
        group, (texts, good) = self.one.group[who], self.sums[:2, who]
        residuals = good - texts * (self.table.expected)[group]
        theirs, _variance = own(texts, residuals, self.spread)
        return shares(self.table.effect[group] + theirs, self.table.variance[group])

    def learn(self, *, day: int) -> None:
        if len(self.waiting) <= KNOWN_AFTER:
            return
        who, hour, p, good = self.waiting.pop(0)
        for at, each in enumerate((np.ones(len(who)), good, 1 / p, p**-2, good / p, good / p**2)):
            self.sums[at, who, hour] += each  # nobody twice a day
        by_group = np.zeros((6, GROUPS, self.shape[1]))
        for group in range(GROUPS):
            by_group[:, group] = self.sums[:, self.one.group == group].sum(1)
        self.table = believed(Tallies(by_group[2], by_group[3], by_group[4]))
        if day % SPREAD_EVERY == 0:
            expected = (self.table.expected)[self.one.group]
            seen = self.sums[0] > 0
            cells = Cells(np.nonzero(seen)[0], *(each[seen] for each in self.sums))
            self.spread = spread_of(cells, expected[seen])


def lived(seed: int, one: Hours, *, days: int = 180) -> Lived:
    learning = Learning(one, seed)
    rows = []
    drawn = np.random.default_rng(seed + 5)
    best, evenly = one.chance.max(1), one.chance.mean(1)
    lost: list[Floats] = []
    even: list[Floats] = []
    least = 1.0
    for day in range(days):
        who = np.arange(day % EVERY, len(best), EVERY)
        hour, share, given = learning.draw(who)
        good = (drawn.random(len(who)) < one.chance[who, hour]).astype(float)
        learning.waiting.append((who, hour, share, good))
        rows.append(learning.waiting[-1])
        learning.learn(day=day)
        lost.append(best[who] - (given * one.chance[who]).sum(1))
        even.append(best[who] - evenly[who])
        least = min(least, float(given.min()))
    gain, error = _gain(rows, one.chance.shape[1])
    return Lived(
        float(np.concatenate(lost).mean()),
        float(np.concatenate(even).mean()),
        least,
        gain,
        error,
        float(np.concatenate(lost[-EVERY:]).mean()),
    )


def told_all(seed: int, *, days: int = 180, **differ: Any) -> Lived:
    """What nobody can do better than: who knows everything but what is each customer's own, and is
    told of every text what would have come of it at every hour, not only at its own."""
    one, known = world(seed, **differ), world(seed, **{**differ, "of_each": 0.0}).chance
    drawn, spread = np.random.default_rng(seed + 5), differ["of_each"] ** 2
    noise = (known * (1 - known)).mean(1, keepdims=True)
    lost, seen = [], np.zeros(known.shape)
    for texts in range(days // EVERY):
        own = (seen - texts * known) * spread / (texts * spread + noise)
        chosen = (known + own).argmax(1)
        lost.append(one.chance.max(1) - one.chance[np.arange(len(chosen)), chosen])
        seen += drawn.random(known.shape) < one.chance
    even = one.chance.max(1) - one.chance.mean(1)
    return Lived(float(np.mean(lost)), float(even.mean()), 0.0, 0.0, 0.0, float(lost[-1].mean()))


def _gain(rows: list[tuple[Ints, Ints, Floats, Floats]], hours: int) -> tuple[float, float]:
    who, _hour, share, good = (np.concatenate(each) for each in zip(*rows, strict=True))
    off = good * (1 - 1 / (hours * share))
    per = np.bincount(who, off)
    return float(off.mean()), float(per.std() * np.sqrt(len(per)) / len(who))
