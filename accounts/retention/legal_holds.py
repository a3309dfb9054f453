"""Legal holds: asked for and placed, asked for and lifted, each time by two people."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import Customer, LegalHold, User
from accounts.retention.guard import guarded
from accounts.retention.sql import LOCK

DECIDE = "accounts.decide_legalhold"

State = LegalHold.State


def ask(customer: Customer, *, why: str, by: User, now: datetime, about: str = "") -> LegalHold:
    """In force at once: nothing of the customer is erased any more, a batch that is at work is
    waited for. Raises Refused."""
    with guarded():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return LegalHold.objects.create(
            customer=customer, about=about, why=given(why), asked_by=by, asked_at=now
        )


def place(hold: LegalHold, *, by: User, now: datetime) -> LegalHold:
    """The second person agrees. Raises Refused."""
    return _move(hold, State.ASKED, State.PLACED, decided_by=by, decided_at=now)


def refuse(hold: LegalHold, *, by: User, now: datetime) -> LegalHold:
    """The second person does not: it ends. Raises Refused."""
    return _move(hold, State.ASKED, State.REFUSED, decided_by=by, decided_at=now)


def ask_to_lift(hold: LegalHold, *, why: str, by: User, now: datetime) -> LegalHold:
    """It stays in force until somebody else lifts it. Raises Refused."""
    return _move(
        hold,
        State.PLACED,
        State.LIFT_ASKED,
        lift_why=given(why),
        lift_asked_by=by,
        lift_asked_at=now,
    )


def lift(hold: LegalHold, *, by: User, now: datetime) -> LegalHold:
    """The second person agrees: it ends. Raises Refused."""
    return _move(hold, State.LIFT_ASKED, State.LIFTED, lifted_by=by, lifted_at=now)


def keep(hold: LegalHold, *, by: User) -> LegalHold:
    """It stays in force: a second person does not agree to lift it, or who asked takes that back.
    Raises Refused."""
    if not by.has_perm(DECIDE) and hold.lift_asked_by_id != by.pk:
        raise Refused(_("Whoever asked to lift it, or decides on it, lets it stand."))
    return _move(hold, State.LIFT_ASKED, State.PLACED)


def in_force(customer: Customer) -> list[LegalHold]:
    """Of this customer, oldest first."""
    return list(
        LegalHold.objects.filter(customer=customer, state__in=LegalHold.IN_FORCE)
        .select_related("asked_by", "decided_by")
        .order_by("pk")
    )


def _move(hold: LegalHold, before: str, after: str, **columns: object) -> LegalHold:
    with guarded():
        fresh = LegalHold.objects.select_for_update(no_key=True).get(pk=hold.pk)
        if fresh.state != before:
            raise Refused(
                _("This has been decided already: %(state)s.")
                % {"state": fresh.get_state_display()}
            )
        fresh.state = after
        for name, value in columns.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=["state", *columns])
    return fresh
