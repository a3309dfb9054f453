"""What a trial takes, before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from feedback.effect import trials as effects
from feedback.effect.trials import ArmResult
from messaging.evaluation.waiting import group_size
from messaging.models import Trial

BASE = 0.6
"""The share repaid in full that is assumed before any was counted."""

HARDLY_ANYBODY = 0.05
"""Customers a day: a pace that would take centuries, and reads as 0.0, is none."""


def plan_of(trial: Trial, found: Sequence[ArmResult], now: datetime) -> dict[str, Any]:
    """What it takes: customers an arm, days at the pace of the last 7, who is written to less."""
    cell = (trial.stage, trial.tone, trial.cause)
    a_day = effects.per_day(trial.lender, cell, now=now, habits=_habits(trial))
    base = found[0].share if found and found[0].share else BASE
    goal = float(trial.goal) / 100
    each = group_size(min(max(base, 0.02), 0.97 - goal), goal)
    arms = max(len(trial.arms), 1)
    silent = sum(arm is None for arm in trial.arms)
    return {
        "each": each,
        "all": each * arms,
        "a_day": round(a_day, 1),
        "days": round(each * arms / a_day) if a_day >= HARDLY_ANYBODY else None,
        "silent": round(a_day * silent / arms * trial.days),
    }


def _habits(trial: Trial) -> list[str]:
    """Whom the trial is for, where it asks for a habit; its other conditions are not counted."""
    return [
        value
        for clause in trial.conditions
        if clause.get("fact") == "habit"
        for value in clause.get("one_of", ())
    ]
