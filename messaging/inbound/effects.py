"""What a reply does at once, before any person reads it (facts: what a reply means)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts import holds
from accounts.models import ContactPoint, Customer, Hold
from accounts.signals import contact_points_closed
from messaging.inbound.confirmation import queue_confirmation
from messaging.models import Reply, Suppression
from messaging.replies.intents import Intent, effects
from messaging.suppressions import suppress

PAID_CLAIM_LASTS = timedelta(days=3)
"""Until the ledger should have shown the payment. Our own proposal, not a statute."""

HOLDS: dict[Intent, Hold.Kind] = {
    Intent.DISTRESS: Hold.Kind.DISTRESS,
    Intent.COMPLAINT: Hold.Kind.COMPLAINT,
    Intent.DISPUTE: Hold.Kind.DISPUTE,
    Intent.HARDSHIP: Hold.Kind.HARDSHIP,
    Intent.PAID: Hold.Kind.PAID_CLAIM,
}


def apply(reply: Reply, *, text: str, now: datetime) -> None:
    """Suppress, hold or close, inside the transaction that stores the reply."""
    found = effects(text)
    source = f"reply:{reply.pk}"
    if Intent.WRONG_PARTY in found:
        _shield_wrong_person(reply, source=source, now=now)
    elif found & {Intent.OPT_OUT, Intent.OPT_OUT_REVIEW}:
        _opt_out(reply, source=source, now=now, certain=Intent.OPT_OUT in found)
    for intent, kind in HOLDS.items():
        if intent in found:
            _hold(reply, kind=kind, source=source, now=now)


def _opt_out(reply: Reply, *, source: str, now: datetime, certain: bool) -> None:
    suppression, is_new = suppress(
        channel=reply.channel,
        address_hash=bytes(reply.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source=source,
        now=now,
        needs_review=not certain,
    )
    # Only a plain keyword is answered by the machine, and only the first one.
    answered = reply.answers
    if is_new and reply.intent == Intent.OPT_OUT and answered and answered.contact_point_id:
        queue_confirmation(suppression=suppression, answered=answered, now=now)


def _shield_wrong_person(reply: Reply, *, source: str, now: datetime) -> None:
    """One reply stops the number for everybody in whose file it stands."""
    suppress(
        channel=reply.channel,
        address_hash=bytes(reply.address_hash),
        kind=Suppression.Kind.WRONG_PARTY,
        source=source,
        now=now,
    )
    points = ContactPoint.objects.filter(
        channel=reply.channel, address_hash=reply.address_hash, state=ContactPoint.State.ACTIVE
    )
    closed = set(points.order_by("pk").values_list("pk", flat=True))
    ContactPoint.objects.filter(pk__in=closed).update(state=ContactPoint.State.WRONG_PARTY)
    contact_points_closed.send(sender=Reply, contact_point_ids=closed, now=now)


def _hold(reply: Reply, *, kind: Hold.Kind, source: str, now: datetime) -> None:
    """Hold whoever was written to; with a number of several people, all of them."""
    until = now + PAID_CLAIM_LASTS if kind == Hold.Kind.PAID_CLAIM else None
    for customer in _people(reply):
        holds.place(
            customer=customer,
            kind=kind,
            reason=_("The customer wrote so in a reply."),
            source=source,
            now=now,
            until=until,
        )


def _people(reply: Reply) -> list[Customer]:
    if reply.customer is not None:
        return [reply.customer]
    points = ContactPoint.objects.filter(channel=reply.channel, address_hash=reply.address_hash)
    return list(Customer.objects.filter(pk__in=points.values("customer")).order_by("pk"))
