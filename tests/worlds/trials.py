"""How often the arithmetic is right about many worlds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from messaging.evaluation.balance import ALARM_BELOW, sample_ratio
from messaging.evaluation.effect import compare
from messaging.evaluation.harm import harm
from messaging.evaluation.targeting import fit
from tests.worlds.people import BASE, Floats, world, written_to_by_need


def _share(hits: Iterable[bool]) -> float:
    return float(np.mean(list(hits)))


def covered(worlds: int, n: int, *, share: float = 0.5, adjusted: bool = False) -> float:
    """Share of worlds whose 95 % interval holds the true effect of 2.4 points."""

    def hit(seed: int) -> bool:
        one = world(seed, n, effect="all", size=0.024, share=share)
        found = compare(*one.groups, covariates=one.covariates if adjusted else None)
        return found.low <= 0.024 <= found.high

    return _share(hit(seed) for seed in range(worlds))


def amounts_covered(worlds: int, n: int) -> float:
    """The same for amounts repaid, of which many are 0 and a few are large; true effect 100."""

    def hit(seed: int) -> bool:
        drawn = np.random.default_rng(seed)
        treated, control = (
            (drawn.random(n) < BASE) * drawn.lognormal(6.5, 0.8, n) for _group in range(2)
        )
        found = compare(treated + 100, control)
        return found.low <= 100 <= found.high

    return _share(hit(seed) for seed in range(worlds))


def clusters_covered(worlds: int, customers: int, *, by_customer: bool = True) -> float:
    """One to eight loans a customer, who pays all or none of them: no effect is true."""

    def hit(seed: int) -> bool:
        drawn = np.random.default_rng(seed)
        ids, paid = [], []
        for _group in range(2):
            loans = drawn.integers(1, 9, customers)
            habit = np.repeat(drawn.random(customers) < BASE, loans)
            paid.append((habit ^ (drawn.random(len(habit)) < 0.1)).astype(float))
            ids.append(np.repeat(np.arange(customers), loans) + _group * customers)
        found = compare(paid[0], paid[1], clusters=(ids[0], ids[1]) if by_customer else None)
        return found.low <= 0 <= found.high

    return _share(hit(seed) for seed in range(worlds))


def false_winners(
    worlds: int, *, days: int = 60, a_day: int = 60, base: float = BASE, anytime: bool = True
) -> float:
    """Share of worlds without an effect in which somebody who looks every day sees one."""

    def hit(seed: int) -> bool:
        drawn = np.random.default_rng(seed)
        treated, control = (
            (drawn.random((days, a_day)) < base).astype(float) for _group in range(2)
        )
        return any(
            compare(treated[:day].ravel(), control[:day].ravel(), anytime=anytime).p_value < 0.05
            for day in range(1, days + 1)
        )

    return _share(hit(seed) for seed in range(worlds))


HARMS = (0.004, 0.012, 0.002, 0.006, 0.003)
"""Shares of customers who come to each of five harms, whatever they read."""


def stopped_by_harm(
    worlds: int, *, a_day: int = 300, more: float = 0.0, days: int = 60, anytime: bool = True
) -> float:
    """Share of trials that any of five harms stops within `days` of looking every night; `more`: of
    the first harm in the one arm than in the other, none is an A/A trial."""
    level = 0.97 if anytime else 0.99  # feedback.effect.trials

    def stopped(seed: int) -> bool:
        drawn = np.random.default_rng(seed)
        of = a_day * np.arange(1, days + 1)
        for at, share in enumerate(HARMS):
            hurt = drawn.binomial(a_day, share + more * (at == 0), days).cumsum()
            other = drawn.binomial(a_day, share, days).cumsum()
            for treated, control, n in zip(hurt, other, of, strict=True):
                found = harm(
                    treated=int(treated),
                    of_treated=int(n),
                    control=int(control),
                    of_control=int(n),
                    level=level,
                    anytime=anytime,
                )
                if found.low > 0:
                    return True
        return False

    return _share(stopped(seed) for seed in range(worlds))


def false_ratio_alarms(worlds: int, n: int, share: float, *, below: float = ALARM_BELOW) -> float:
    """Share of fair draws of which the sample ratio says that they are not."""

    def hit(seed: int) -> bool:
        control = int(np.random.default_rng(seed).binomial(n, share))
        return sample_ratio([n - control, control], [1 - share, share]) < below

    return _share(hit(seed) for seed in range(worlds))


def found(worlds: int, *, group: int = 9_000, adjusted: bool = False) -> float:
    """Share of worlds in which +2.4 points on 61.9 % are seen."""

    def hit(seed: int) -> bool:
        drawn = np.random.default_rng(seed)
        one = world(seed, 2 * group, effect="all", size=0.024)
        if adjusted:
            return compare(*one.groups, covariates=one.covariates).low > 0
        treated = (drawn.random(group) < BASE + 0.024).astype(float)
        control = (drawn.random(group) < BASE).astype(float)
        return compare(treated, control).low > 0

    return _share(hit(seed) for seed in range(worlds))


def naive_covered(worlds: int, n: int) -> float:
    """Share of worlds in which "written to against not" holds the truth, where need decided."""

    def hit(seed: int) -> bool:
        found = compare(*written_to_by_need(seed, n, 0.024).groups)
        return found.low <= 0.024 <= found.high

    return _share(hit(seed) for seed in range(worlds))


def false_targets(worlds: int, n: int) -> float:
    """Share of worlds with one effect for all in which gains differ by row all the same."""
    return _share(
        fit(one.rows, one.treated, one.outcome).share > 0
        for one in (world(seed, n, effect="all", size=0.03) for seed in range(worlds))
    )


def targeting(seed: int, n: int, effect: str, size: float) -> tuple[float, float]:
    """Share of the best possible Qini that is reached on rows unseen, and the correlation of gains
    and truth."""
    seen = world(seed, n, effect=effect, size=size)
    unseen = world(seed + 10_000, 20_000, effect=effect, size=size)
    gains: Floats = np.array(fit(seen.rows, seen.treated, seen.outcome).gain(unseen.rows))

    # Their truth in place of their outcomes: no luck in the measure.
    def area(order: Floats) -> float:
        _values, group, sizes = np.unique(-order, return_inverse=True, return_counts=True)
        middle = (np.cumsum(sizes) - sizes / 2) / len(order)
        return float((unseen.effect * (0.5 - middle[group])).mean())

    reached = area(gains) / area(unseen.effect)
    same = float(np.corrcoef(gains, unseen.effect)[0, 1]) if gains.std() > 0 else 0.0
    return reached, same


def spared(seed: int, n: int, effect: str, size: float) -> tuple[float, float]:
    """Texts spared and repayments kept, as shares, when only gains above 0.5 points are written to
    (where gains do not differ, nothing is spared)."""
    seen = world(seed, n, effect=effect, size=size)
    learned = fit(seen.rows, seen.treated, seen.outcome)
    unseen = world(seed + 10_000, 20_000, effect=effect, size=size)
    gains: Floats = np.array(learned.gain(unseen.rows))
    write = gains > 0.005 if learned.share else np.ones(len(gains), bool)
    base = BASE * len(gains)
    kept = (base + unseen.effect[write].sum()) / (base + unseen.effect.sum())
    return float(1 - write.mean()), float(kept)
