"""Episodes as columns, from rows that a query brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accounts.rules.delinquency import STAGE_ORDER, Habit
from messaging.evaluation.inputs import Floats
from messaging.evaluation.readable_rules import Episodes, Mask

_HABITS = {habit.value: place for place, habit in enumerate(Habit)}


@dataclass(frozen=True)
class Table:
    """`rows`: what gains are learned from; `covariates`: what comparisons are adjusted for."""

    known: Episodes
    rows: Floats
    covariates: Floats
    treated: Floats
    outcome: Floats
    customers: NDArray[np.int64]
    half: Mask


def table_of(episodes: Sequence[tuple[Any, ...]]) -> Table:
    """Of each: customer, habit, stage, days past due, amount due, product, cause, whether they ever
    answered, whether a trial ran in the cell, whether they were written to, whether they repaid,
    whether they are of the half on which rules are found."""
    customer, habit, stage, days, amount, product, cause, answered, trial, treated, paid, half = (
        np.array(column) for column in zip(*episodes, strict=True)
    )
    habits = np.array([_HABITS[each] for each in habit], float)
    amounts = amount.astype(float)
    known = Episodes(habit, stage, amounts, product, cause, answered.astype(bool))
    rows = [
        habits,
        np.array([STAGE_ORDER[each] for each in stage], float),
        days.astype(float),
        amounts,
        _numbered(product),
        _numbered(cause),
        answered.astype(float),
        trial.astype(float),
    ]
    covariates = [habits == 1, habits == 2, days.astype(float) / 10, np.log1p(amounts), trial]
    return Table(
        known=known,
        rows=np.column_stack(rows),
        covariates=np.column_stack([each.astype(float) for each in covariates]),
        treated=treated.astype(float),
        outcome=paid.astype(float),
        customers=customer.astype(np.int64),
        half=half.astype(bool),
    )


def _numbered(column: NDArray[Any]) -> Floats:
    _values, places = np.unique(column, return_inverse=True)
    return places.astype(float)
