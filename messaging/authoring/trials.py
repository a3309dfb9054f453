"""A trial as a draft: what it compares, what stands against it, how it ends."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.models.choices import Channel
from accounts.rules.lender_day import lender_day
from messaging.approval import drafting
from messaging.approval.permissions import may_decide
from messaging.authoring.segments import condition_faults
from messaging.authoring.strategy_cells import Cell
from messaging.content.text.findings import Finding, Level
from messaging.models import Segment, Template, Trial, in_force
from messaging.models.approvable import ApprovalState
from messaging.models.trial import FEWEST_ARMS, MOST_ARMS
from messaging.policy import within
from messaging.policy.hours import open_hours
from messaging.policy.within import NoHours, Within


def begin(
    *,
    lender: Lender,
    title: str,
    cell: Cell,
    arms: Sequence[int | None],
    hours: Sequence[str] = (),
    goal: Decimal,
    days: int,
    note: str,
    by: User,
    now: datetime,
    segment: Segment | None = None,
    conditions: Sequence[dict[str, Any]] = (),
) -> Trial:
    """A draft, which takes the segment's conditions along, or has `conditions` of its own. `hours`:
    of each arm, as `18-21`, "" for the strategy's. Refused while another of the same cell is
    open."""
    stage, tone, cause = cell
    trial = Trial(
        lender=lender,
        title=title,
        stage=stage,
        tone=tone,
        cause=cause,
        arms=list(arms),
        arm_hours=list(hours) if any(hours) else [],
        goal=goal,
        days=days,
        segment=segment.title if segment else title if conditions else "",
        conditions=segment.conditions if segment else list(conditions),
    )
    return drafting.start(trial, by=by, now=now, note=note)


def trial_findings(trial: Trial, *, now: datetime) -> list[Finding]:
    """Arms that are too few, doubled or no reminders in force, hours at which nothing may leave;
    another trial in the same cell."""
    found = []
    if not FEWEST_ARMS <= len(trial.arms) <= MOST_ARMS:
        found.append(_finding("block", _("A trial has two to four arms.")))
    hours = trial.arm_hours or [""] * len(trial.arms)
    if len(set(zip(trial.arms, hours, strict=False))) < len(trial.arms):
        found.append(_finding("block", _("Two arms are the same.")))
    ids = [arm for arm in trial.arms if arm is not None]
    templates = Template.objects.in_bulk(ids)
    versions = in_force.template_versions(ids, now)
    worded = {pk for pk, _language in versions}
    for pk in ids:
        template = templates.get(pk)
        if template is None or not template.is_reminder:
            found.append(_finding("block", _("An arm is no reminder by SMS."), str(template or pk)))
        elif pk not in worded:
            text = _("No wording of this template is in force.")
            found.append(_finding("block", text, str(template)))
        elif template.stage != trial.stage:
            text = _("This template is written for another stage.")
            found.append(_finding("block", text, str(template)))
    languages = [{each for pk, each in versions if pk == arm} for arm in ids]
    if any(each != languages[0] for each in languages):
        text = _("The arms exist in different languages: customers of some would not be compared.")
        found.append(_finding("warn", text))
    found += _faults_of_hours(trial, now)
    if trial.conditions:
        faults = condition_faults(trial.segment, trial.conditions)
        found += [_finding("block", each, trial.segment) for each in faults]
    if _others(trial).exists():
        found.append(_finding("block", _("Another trial runs in this cell; end it first.")))
    return found


DAYS_LOOKED_AT = 7
"""Of the policy's windows: those of every weekday."""


def _faults_of_hours(trial: Trial, now: datetime) -> Iterator[Finding]:
    for arm, written in zip(trial.arms, trial.arm_hours, strict=False):
        try:
            asked = within.read(written)
        except NoHours:
            yield _finding("block", _("The hours of an arm cannot be read."), str(written))
            continue
        if asked is None:
            continue
        if arm is None:
            yield _finding("block", _("An arm without a text has no hours."), written)
        else:
            yield from _closed(trial.lender, asked, now)


def _closed(lender: Lender, asked: Within, now: datetime) -> Iterator[Finding]:
    """Days on which the policy's windows, hard and preferred, leave none of these hours."""
    try:
        _version, policy = in_force.policy(lender, now)
    except in_force.NothingInForce:
        return
    today = lender_day(lender, now)
    days = [today + timedelta(days=number) for number in range(DAYS_LOOKED_AT)]
    closed = [
        day for day in days if not any(map(asked.holds, open_hours(policy, Channel.SMS, day)))
    ]
    hours = f"{asked.first}:00–{asked.until}:00"
    if len(closed) == len(days):
        text = _("In these hours no text may leave on any day, or none is preferred then.")
        yield _finding("block", text, hours)
    elif closed:
        text = _("Not open on %(days)s: texts of these days leave at the strategy's hour.")
        named = _(", ").join(date_format(day, "l") for day in sorted(closed, key=date.weekday))
        yield _finding("warn", text % {"days": named}, hours)


@transaction.atomic
def end(trial_id: int, *, why: Trial.Ended, now: datetime) -> bool:
    """End a running trial; whether it ran. From the next plan on, its cell is the strategy's."""
    return bool(
        Trial.objects.filter(pk=trial_id, state=ApprovalState.APPROVED, ended_at=None).update(
            ended_at=now, ended_why=why
        )
    )


def end_by_hand(trial: Trial, *, by: User, now: datetime) -> None:
    """By who may approve trials: ending one needs no second person."""
    if not may_decide(trial, by):
        raise Refused(_("Your role does not end trials."))
    if not end(trial.pk, why=Trial.Ended.PERSON, now=now):
        raise Refused(_("This trial does not run."))


def _others(trial: Trial) -> QuerySet[Trial]:
    return Trial.objects.filter(
        lender=trial.lender_id,
        stage=trial.stage,
        tone=trial.tone,
        cause=trial.cause,
        state=ApprovalState.APPROVED,
        ended_at=None,
    ).exclude(pk=trial.pk)


def _finding(level: Level, reason: str, phrase: str = "") -> Finding:
    return Finding(
        level=level, category="trial", phrase=phrase, start=0, end=0, reason=reason, code="trial"
    )
