"""Periods: asked for by one person, approved by another, in force from then on."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import Lender, RetentionRule, User
from accounts.models.retention import OF_NO_LENDER, Kind
from accounts.retention.guard import guarded

State = RetentionRule.State


def ask(
    kind: str, *, lender: Lender | None, months: int | None, why: str, by: User, now: datetime
) -> RetentionRule:
    """`months` None: kept without end. Raises Refused."""
    of_none = kind in OF_NO_LENDER
    if kind not in Kind.values or (lender is None) != of_none:
        raise Refused(_("Choose the kind, and the lender whose records it is about."))
    with guarded():
        return RetentionRule.objects.create(
            kind=kind,
            lender=lender,
            months=months,
            why=given(why),
            asked_by=by,
            asked_at=now,
        )


def approve(rule: RetentionRule, *, by: User, now: datetime) -> RetentionRule:
    """The second person agrees. Raises Refused."""
    return _close(rule, State.APPROVED, by=by, now=now)


def refuse(rule: RetentionRule, *, by: User, now: datetime) -> RetentionRule:
    """The second person does not. Raises Refused."""
    return _close(rule, State.REFUSED, by=by, now=now)


def withdraw(rule: RetentionRule, *, by: User, now: datetime) -> RetentionRule:
    """Who asked takes it back. Raises Refused."""
    if rule.asked_by_id != by.pk:
        raise Refused(_("Only the person who asked can withdraw it."))
    return _close(rule, State.WITHDRAWN, by=None, now=now)


def in_force() -> dict[tuple[str, int | None], RetentionRule]:
    """By kind and lender, the one approved last. One query."""
    rows = (
        RetentionRule.objects.filter(state=State.APPROVED)
        .select_related("asked_by", "decided_by")
        .order_by("kind", "lender", "-decided_at", "-pk")
        .distinct("kind", "lender")
    )
    return {(row.kind, row.lender_id): row for row in rows}


def _close(rule: RetentionRule, state: str, *, by: User | None, now: datetime) -> RetentionRule:
    with guarded():
        fresh = RetentionRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
        if fresh.state != State.ASKED:
            raise Refused(
                _("This has been decided already: %(state)s.")
                % {"state": fresh.get_state_display()}
            )
        fresh.state, fresh.decided_by, fresh.decided_at = state, by, now
        fresh.save(update_fields=["state", "decided_by", "decided_at"])
    return fresh
