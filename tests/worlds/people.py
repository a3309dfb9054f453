"""Customers of a made-up lender whose answer to a text is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BASE = 0.619
"""All arrears repaid within the cycle, without a text (Campbell, Grant & Thorp 2022)."""


@dataclass(frozen=True)
class World:
    """`rows`: habit 0 to 2, amount, days, product; `effect`: of a text on the chance to repay."""

    rows: Floats
    treated: Floats
    outcome: Floats
    effect: Floats

    @property
    def groups(self) -> tuple[Floats, Floats]:
        return self.outcome[self.treated == 1], self.outcome[self.treated == 0]

    @property
    def covariates(self) -> tuple[Floats, Floats]:
        return self.rows[self.treated == 1], self.rows[self.treated == 0]


def world(
    seed: int, n: int, *, effect: str = "none", size: float = 0.0, share: float = 0.5
) -> World:
    """Whom `effect` helps by `size`: none, all, always_late, late_and_small, by_amount."""
    drawn = np.random.default_rng(seed)
    habit = drawn.integers(0, 3, n)
    amount = drawn.lognormal(6.5, 0.8, n)
    days = drawn.integers(-7, 31, n)
    rows = np.column_stack([habit, amount, days, drawn.integers(0, 4, n)]).astype(float)
    chance = BASE + 0.2 * (1 - habit) + 0.04 * (days < 0) - 0.04 * (days >= 0) * (7 / 30)
    helps = {
        "none": np.zeros(n),
        "all": np.ones(n),
        "always_late": (habit == 2) * 1.0,
        "late_and_small": (habit > 0) * (amount < 700) * 1.0,
        "by_amount": np.clip(1.5 - amount / 1000, 0, 1),
    }[effect] * size
    treated = (drawn.random(n) < share).astype(float)
    outcome = (drawn.random(n) < np.clip(chance + treated * helps, 0, 1)).astype(float)
    return World(rows, treated, outcome, helps)


def written_to_by_need(seed: int, n: int, size: float) -> World:
    """As a lender without a control group sees it: those who are late are written to."""
    drawn = np.random.default_rng(seed)
    one = world(seed, n, effect="all", size=size)
    chance = 0.2 + 0.3 * one.rows[:, 0]
    treated = (drawn.random(n) < chance).astype(float)
    base = BASE + 0.2 * (1 - one.rows[:, 0]) + treated * size
    return World(one.rows, treated, (drawn.random(n) < base).astype(float), one.effect)
