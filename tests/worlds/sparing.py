"""Fewer texts: what is proposed in worlds whose truth is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from accounts.rules.delinquency import Habit, stage_of
from messaging.evaluation.episode_table import Table, table_of
from messaging.evaluation.readable_rules import rules_over
from messaging.evaluation.sparing import Found, find
from tests.worlds.people import World, world

HABITS = [habit.value for habit in Habit]


class Spared(NamedTuple):
    """`found`, and the truth of what was proposed: texts spared, repayments kept; (0, 1) where
    nothing was."""

    found: Found
    texts: float
    kept: float


def looked_for(seed: int, n: int, effect: str, size: float, *, share: float = 0.5) -> Spared:
    one = world(seed, n, effect=effect, size=size, share=share)
    table = as_table(one, seed)
    rules = rules_over(table.known, "CNY")
    found = find(
        rows=table.rows,
        treated=table.treated,
        outcome=table.outcome,
        customers=table.customers,
        rules=rules,
        covariates=table.covariates,
        half=table.half,
    )
    if found.rule is None:
        return Spared(found, 0.0, 1.0)
    rule = rules.mask(found.rule)
    repaid = one.outcome[one.treated == 1].mean() * n
    return Spared(found, float(rule.mean()), float(1 - one.effect[rule].sum() / repaid))


def as_table(one: World, seed: int) -> Table:
    """As the query would bring them: a product and an amount, a stage of the days."""
    drawn = np.random.default_rng(seed + 1_000_000)
    halves = drawn.random(len(one.outcome)) < 0.5
    return table_of(
        [
            (
                customer,
                HABITS[int(habit)],
                str(stage_of(int(days))),
                int(days),
                float(amount),
                f"product {int(product)}",
                "unknown",
                False,
                False,
                bool(treated),
                bool(paid),
                bool(half),
            )
            for customer, ((habit, amount, days, product), treated, paid, half) in enumerate(
                zip(one.rows, one.treated, one.outcome, halves, strict=True)
            )
        ]
    )
