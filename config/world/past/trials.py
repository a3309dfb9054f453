"""The trials of the past: one that is over, two that still run."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Lender, User
from messaging.authoring import starter, trials
from messaging.models import Template, Trial
from messaging.models.approvable import ApprovalState
from messaging.models.template import REMINDERS

Cell = tuple[str, str, str]


def ask(
    lender: Lender,
    *,
    title: str,
    note: str,
    cell: Cell,
    arms: list[int | None],
    hours: tuple[str, ...] = (),
    days: int,
    by: User,
    approver: User,
    now: datetime,
) -> Trial:
    """Written by one person, approved by another; it runs from then on."""
    draft = trials.begin(
        lender=lender,
        title=title,
        cell=cell,
        arms=arms,
        hours=hours,
        goal=Decimal("2.5"),
        days=days,
        note=note,
        by=by,
        now=now,
    )
    return starter.through(draft, author=by, approver=approver, now=now)


def install(lender: Lender, *, by: User, approver: User, first: datetime, today: datetime) -> None:
    """Whether who always pays in time needs the text a week before; whether the second day needs a
    firmer one; whether a text a week before is better read early or late in the evening."""
    early, second = _texts("due-7"), _texts("dpd-2-3")
    ask(
        lender,
        title="提前七天提醒与不提醒",
        note="按时还款的客户是否需要提前七天的短信（Barboni 等，2022）。",
        cell=("due-7", "gentle", "unknown"),
        arms=[early["gentle"], None],
        days=60,
        by=by,
        approver=approver,
        now=first + timedelta(days=2),
    )
    ask(
        lender,
        title="逾期二至三天：温和与中性",
        note="语气是否影响还款与投诉。",
        cell=("dpd-2-3", "gentle", "unknown"),
        arms=[second["gentle"], second["neutral"]],
        days=60,
        by=by,
        approver=approver,
        now=today - timedelta(days=35),
    )
    ask(
        lender,
        title="提前七天：傍晚与晚间",
        note="同一条短信，什么时候发更有效。",
        cell=("due-7", "neutral", "unknown"),
        arms=[early["neutral"], early["neutral"]],
        hours=("18-19", "20-21"),
        days=60,
        by=by,
        approver=approver,
        now=today - timedelta(days=40),
    )


def end_those_over(now: datetime) -> None:
    """As every night does."""
    running = Trial.objects.filter(state=ApprovalState.APPROVED, ended_at=None)
    for trial in running.filter(effective_from__isnull=False):
        assert trial.effective_from is not None  # noqa: S101
        if now >= trial.effective_from + timedelta(days=trial.days):
            trials.end(trial.pk, why=Trial.Ended.TIME, now=now)


def _texts(stage: str) -> dict[str, int]:
    """Template by tone."""
    found = Template.objects.filter(stage=stage, cause="unknown", **REMINDERS).order_by("-pk")
    return {template.tone: template.pk for template in found}
