"""Destinations of events: asked for by one person, approved by another, ended by one.

Whoever asked takes the secret, once, and replaces it; nobody else ever sees it. Locks: the
destination alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import EventDelivery, EventDestination, Lender, User
from accounts.models.event import EventKind
from messaging.events import signing
from messaging.gateways.options import BadSettings, target

State = EventDestination.State
BOTH_GOOD = timedelta(hours=24)
"""How long the secret before is good beside the new one."""

MOST = 10
"""Destinations of a lender that wait or are in force."""

SENTENCES = {
    "a_destination_takes_two_people": gettext_lazy(
        "Another person has to decide: you asked for it yourself."
    ),
    "who_acts_may": gettext_lazy("Your role may not do this."),
    "event_destination_states": gettext_lazy("This has been decided already."),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `url`: https, without a query."""

    lender: Lender
    url: str
    kinds: Sequence[str]


def ask(wanted: Wanted, *, why: str, by: User, now: datetime) -> EventDestination:
    """Raises Refused."""
    why, url, kinds = given(why), wanted.url.strip(), sorted(set(wanted.kinds))
    if not kinds or not set(kinds) <= set(EventKind.values):
        raise Refused(_("Choose what is to be told."))
    try:
        target({_("web address"): url}, _("web address"))  # as the sentence names it
    except BadSettings as bad:
        raise Refused(str(bad)) from None
    kept = EventDestination.objects.filter(
        lender=wanted.lender, state__in=[State.ASKED, State.APPROVED]
    )
    if kept.count() >= MOST:
        raise Refused(_("A lender has at most %(most)d of them; end one first.") % {"most": MOST})
    with _guarded():
        return EventDestination.objects.create(
            lender=wanted.lender, url=url, kinds=kinds, why=why, asked_by=by, asked_at=now
        )


def approve(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """The second person agrees; whoever asked can take the secret now. Raises Refused."""
    return _decide(destination, State.APPROVED, by=by, now=now)


def refuse(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """Raises Refused."""
    return _decide(destination, State.REFUSED, by=by, now=now)


def withdraw(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """Whoever asked takes it back. Raises Refused."""
    if destination.asked_by_id != by.pk:
        raise Refused(_("Only the person who asked can withdraw it."))
    return _decide(destination, State.WITHDRAWN, by=None, now=now)


def take_secret(destination: EventDestination, *, by: User, now: datetime) -> str:
    """The secret, to be shown once to whoever asked; from now on events are gathered. Asked for
    again it is a new one, and the one before is good for a day. Raises Refused."""
    with _guarded():
        fresh = _locked(destination)
        if fresh.asked_by_id != by.pk:
            raise Refused(_("Only the person who asked takes the secret."))
        if fresh.state != State.APPROVED:
            raise Refused(_("It is not in force."))
        if fresh.secret is not None:
            fresh.secret_before, fresh.secret_before_until = fresh.secret, now + BOTH_GOOD
        fresh.secret = signing.new_secret()
        fresh.issued_at = fresh.issued_at or now
        fresh.save(update_fields=["secret", "secret_before", "secret_before_until", "issued_at"])
        return str(fresh.secret)


def end(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """From the commit on nothing is gathered for it, and what waits is not sent. One person is
    enough. Raises Refused."""
    with _guarded():
        fresh = _locked(destination)
        if fresh.state != State.APPROVED:
            raise Refused(_("It is not in force."))
        fresh.state, fresh.ended_by, fresh.ended_at = State.ENDED, by, now
        fresh.save(update_fields=["state", "ended_by", "ended_at"])
        _waiting(fresh).update(state=EventDelivery.State.FAILED, error="ended")
    return fresh


def pause(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """Nothing is sent until somebody goes on; what happens waits. Raises Refused."""
    with _guarded():
        fresh = _in_force(destination, by)
        if fresh.paused_at is not None:
            raise Refused(_("It is paused already."))
        fresh.paused_at, fresh.paused_by = now, by
        fresh.save(update_fields=["paused_at", "paused_by"])
    return fresh


def go_on(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """All that waits is tried at once. Raises Refused."""
    with _guarded():
        fresh = _in_force(destination, by)
        fresh.paused_at = fresh.paused_by = fresh.not_before = fresh.failing_since = None
        fresh.failures = 0
        fresh.save(
            update_fields=["paused_at", "paused_by", "not_before", "failing_since", "failures"]
        )
        _waiting(fresh).update(next_at=now)
    return fresh


def test(destination: EventDestination, *, by: User, now: datetime) -> EventDestination:
    """An event of the kind “test”, written and sent as any other. Raises Refused."""
    with _guarded():
        fresh = _in_force(destination, by)
        if fresh.issued_at is None:
            raise Refused(_("Its secret was not taken yet, so nobody could check what is sent."))
        fresh.tested_at = now
        fresh.save(update_fields=["tested_at"])
    return fresh


def retry(delivery: EventDelivery, *, by: User, now: datetime) -> EventDelivery:
    """What failed or waits is due at once. Raises Refused."""
    with _guarded():
        fresh = _in_force(delivery.destination, by)
        again = EventDelivery.objects.filter(pk=delivery.pk, destination=fresh).exclude(
            state=EventDelivery.State.DELIVERED
        )
        if not again.update(state=EventDelivery.State.WAITING, next_at=now):
            raise Refused(_("It was delivered already."))
        fresh.not_before = None
        fresh.save(update_fields=["not_before"])
    delivery.refresh_from_db()
    return delivery


def _decide(
    destination: EventDestination, state: str, *, by: User | None, now: datetime
) -> EventDestination:
    with _guarded():
        fresh = _locked(destination)
        if fresh.state != State.ASKED:
            said = {"state": fresh.get_state_display()}
            raise Refused(_("This has been decided already: %(state)s.") % said)
        fresh.state, fresh.decided_by, fresh.decided_at = state, by, now
        fresh.save(update_fields=["state", "decided_by", "decided_at"])
    return fresh


def _in_force(destination: EventDestination, by: User) -> EventDestination:
    if not by.has_perm("accounts.end_eventdestination"):
        raise PermissionDenied
    fresh = _locked(destination)
    if fresh.state != State.APPROVED:
        raise Refused(_("It is not in force."))
    return fresh


def _waiting(destination: EventDestination) -> QuerySet[EventDelivery]:
    return EventDelivery.objects.filter(destination=destination, state=EventDelivery.State.WAITING)


def _locked(destination: EventDestination) -> EventDestination:
    return EventDestination.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=destination.pk
    )


def _guarded() -> AbstractContextManager[None]:
    return refusals.guarded(SENTENCES, Refused)
