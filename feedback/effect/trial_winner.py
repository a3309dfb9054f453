"""The winner of a trial as a draft of the strategy, asked for with its figures; another decides."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.models.choices import Cause
from accounts.rules.delinquency import Habit
from feedback.effect.trials import ArmResult, results
from messaging.approval import steps
from messaging.authoring import strategies
from messaging.authoring.strategy_cells import Cell
from messaging.models import SegmentCell, Strategy, Trial, in_force
from messaging.policy import channel_plan, within
from messaging.policy.tone import CAUSES_THAT_NEED_CARE, GENTLE, tone_for


@transaction.atomic
def propose(trial: Trial, *, arm: int, by: User, now: datetime) -> Strategy:
    """A strategy with the arm's text and hours in the trial's cell; of a trial for some customers
    only, a line for these. Refused unless the trial has ended and the arm wins."""
    trial = Trial.objects.select_for_update(of=("self",)).select_related("lender").get(pk=trial.pk)
    if trial.ended_at is None:
        raise Refused(_("This trial still runs; end it first."))
    result = next((each for each in results(trial) if each.arm == arm), None)
    if result is None or not result.wins or result.effect is None:
        raise Refused(_("This arm is not shown to be better without more harm."))
    former = in_force.strategy(trial.lender, now)
    draft = strategies.new_version(trial.lender, by=by, now=now, from_version=former)
    save = _for_some if trial.conditions else _for_the_cell
    draft = save(draft, trial, arm, note=_note(trial, result), by=by, now=now)
    return steps.submit(draft, by=by, now=now)


def _for_the_cell(
    draft: Strategy, trial: Trial, arm: int, *, note: str, by: User, now: datetime
) -> Strategy:
    cell = (trial.stage, trial.tone, trial.cause)
    wanted: dict[Cell, int | None] = {**strategies.cells(draft), cell: trial.arms[arm]}
    return strategies.save_cells(
        draft,
        wanted,
        channels={cell: _plan(draft, trial, arm)},
        note=note,
        by=by,
        now=now,
        seen_edited_at=draft.edited_at,
    )


def _for_some(
    draft: Strategy, trial: Trial, arm: int, *, note: str, by: User, now: datetime
) -> Strategy:
    """Behind the lines there are: who falls under one of these took no part."""
    line = SegmentCell(
        stage=trial.stage,
        title=trial.segment or trial.title,
        conditions=who_took_part(trial, strategies.cells(draft), now),
        template_id=trial.arms[arm],
        channels=_plan(draft, trial, arm),
    )
    lines = [*strategies.segment_cells(draft), line]
    return strategies.save_segment_cells(
        draft, lines, note=note, by=by, now=now, seen_edited_at=draft.edited_at
    )


def who_took_part(trial: Trial, cells: Container[Cell], now: datetime) -> list[dict[str, Any]]:
    """The trial's conditions, and those by which its cell is of its tone and causes: a line of the
    strategy holds for a whole stage."""
    found = [dict(each) for each in trial.conditions]
    asked = {each["fact"] for each in found}
    causes = _causes(trial, cells)
    if "cause" not in asked and len(causes) < len(Cause.values):
        found.append({"fact": "cause", "one_of": causes})
    habits = _habits(trial.lender, trial.stage, trial.tone, now)
    if "habit" not in asked and 0 < len(habits) < len(Habit):
        found.append({"fact": "habit", "one_of": habits})
    return found


def _causes(trial: Trial, cells: Container[Cell]) -> list[str]:
    if trial.cause != Cause.UNKNOWN:
        return [trial.cause]
    return [
        cause
        for cause in Cause.values
        if (cause == Cause.UNKNOWN or (trial.stage, trial.tone, cause) not in cells)
        and (trial.tone == GENTLE or cause not in CAUSES_THAT_NEED_CARE)
    ]


def _habits(lender: Lender, stage: str, tone: str, now: datetime) -> list[str]:
    _version, policy = in_force.policy(lender, now)
    return [
        habit.value
        for habit in Habit
        if tone_for(stage, habit, firm_from=policy.firm_from)[0] == tone
    ]


def _plan(draft: Strategy, trial: Trial, arm: int) -> str:
    """Of the cell, with the hours of the arm, where it names any."""
    plans = strategies.plans(draft)
    alone = channel_plan.write(channel_plan.TEXTS_ALONE)
    written = plans.get((trial.stage, trial.tone, trial.cause), alone)
    hours = within.read(trial.arm_hours[arm]) if trial.arm_hours else None
    if hours is None:
        return written
    first, *others = channel_plan.read(written)
    return channel_plan.write((first._replace(within=hours), *others))


def _note(trial: Trial, result: ArmResult) -> str:
    assert result.effect is not None  # noqa: S101
    return _("Trial “%(trial)s”: %(difference)+.1f points (%(low)+.1f to %(high)+.1f) repaid.") % {
        "trial": trial,
        "difference": result.effect.difference * 100,
        "low": result.effect.low * 100,
        "high": result.effect.high * 100,
    }
