"""Rules a person can read: conditions of up to three clauses over what was known before.

Language and region are never asked for: whether somebody is spared texts does not hang on where
they live or what they speak.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accounts.rules.delinquency import Habit, Stage
from messaging.policy.segments.condition import Between, Clause, Condition, Is, OneOf

Mask = NDArray[np.bool_]

QUANTILES = (0.2, 0.4, 0.5, 0.6, 0.8)
"""Of the amounts, near which a rule may draw its line; it is drawn at a round number."""

COMMON = 0.05
"""A product or cause of fewer episodes than this share is not asked for."""

_HABITS = (
    (Habit.ALWAYS_ON_TIME,),
    (Habit.ALWAYS_ON_TIME, Habit.SOMETIMES_LATE),
    (Habit.SOMETIMES_LATE, Habit.OFTEN_LATE),
    (Habit.OFTEN_LATE,),
)
_BEFORE = (Stage.DUE_SOON, Stage.DUE_TODAY)


@dataclass(frozen=True)
class Episodes:
    """What was known of each, in one order: habit, stage, product and cause as texts."""

    habit: NDArray[Any]
    stage: NDArray[Any]
    amount_due: NDArray[np.float64]
    product: NDArray[Any]
    cause: NDArray[Any]
    answered: Mask


@dataclass(frozen=True)
class Rules:
    """`clauses` with whom each holds for, and the rules as places of their clauses."""

    clauses: Sequence[Clause]
    holds: Sequence[Mask]
    rules: Sequence[tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.rules)

    def length(self, place: int) -> int:
        return len(self.rules[place])

    def mask(self, place: int) -> Mask:
        first, *others = self.rules[place]
        found = self.holds[first]
        for each in others:
            found = found & self.holds[each]
        return found

    def condition(self, place: int) -> Condition:
        return tuple(self.clauses[each] for each in self.rules[place])


def rules_over(episodes: Episodes, currency: str) -> Rules:
    """Every combination of a stage, a habit and one thing more, that is there often enough."""
    clauses: list[Clause] = []
    holds: list[Mask] = []

    def added(kind: Iterator[tuple[Clause, Mask]]) -> list[int]:
        first = len(clauses)
        for clause, mask in kind:
            if COMMON <= mask.mean() < 1:
                clauses.append(clause)
                holds.append(mask)
        return list(range(first, len(clauses)))

    stages = added(_stages(episodes.stage))
    habits = added(_one_of("habit", episodes.habit, _HABITS))
    more = added(_amounts(episodes.amount_due, currency))
    more += added(_one_of("cause", episodes.cause, _each(episodes.cause)))
    more += added(_one_of("product", episodes.product, _each(episodes.product)))
    more += added((Is("answered", yes=yes), episodes.answered == yes) for yes in (True, False))
    parts = ([None, *stages], [None, *habits], [None, *more])
    rules = [
        tuple(each for each in (stage, habit, other) if each is not None)
        for stage in parts[0]
        for habit in parts[1]
        for other in parts[2]
    ]
    return Rules(clauses, holds, sorted(filter(None, rules), key=len))


def _stages(stage: NDArray[Any]) -> Iterator[tuple[Clause, Mask]]:
    present = [each.value for each in Stage if (stage == each.value).any()]
    before = [each for each in present if each in _BEFORE]
    after = [each for each in present if each not in _BEFORE]
    sets = [(each,) for each in present] + [tuple(x) for x in (before, after) if len(x) > 1]
    yield from _one_of("stage", stage, sets)


def _one_of(
    fact: str, column: NDArray[Any], sets: Sequence[Sequence[str]]
) -> Iterator[tuple[Clause, Mask]]:
    for values in sets:
        named = tuple(str(value) for value in values)
        yield OneOf(fact, named), np.isin(column, named)


def _each(column: NDArray[Any]) -> list[tuple[str]]:
    values, counts = np.unique(column, return_counts=True)
    return [(str(v),) for v, n in zip(values, counts, strict=True) if n >= COMMON * len(column)]


def _amounts(amounts: NDArray[np.float64], currency: str) -> Iterator[tuple[Clause, Mask]]:
    lines = {_round_number(float(np.quantile(amounts, each))) for each in QUANTILES}
    for line in sorted(lines - {Decimal(0)}):
        below = amounts < float(line)
        yield Between("amount_due", None, line, currency), below
        yield Between("amount_due", line, None, currency), ~below


def _round_number(amount: float) -> Decimal:
    """One figure and noughts: 487.20 becomes 500."""
    return Decimal(f"{Decimal(f'{amount:.0e}'):f}")
