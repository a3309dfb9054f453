"""What replies do at once, before any person reads them (facts: what a reply means)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts import holds
from accounts.models import ContactPoint, Hold
from accounts.signals import contact_points_closed
from messaging.inbound.confirmation import queue_confirmations
from messaging.inbound.writers import Writer
from messaging.locks import lock_customers
from messaging.models import Reply, Suppression
from messaging.replies.intents import SUPPRESSING, Intent
from messaging.suppressions import Wanted, suppress_all

PAID_CLAIM_LASTS = timedelta(days=3)
"""Until the ledger should have shown the payment. Our own proposal, not a statute."""

HOLDS: dict[Intent, Hold.Kind] = {
    Intent.DISTRESS: Hold.Kind.DISTRESS,
    Intent.COMPLAINT: Hold.Kind.COMPLAINT,
    Intent.DISPUTE: Hold.Kind.DISPUTE,
    Intent.HARDSHIP: Hold.Kind.HARDSHIP,
    Intent.PAID: Hold.Kind.PAID_CLAIM,
}
STOPPING = SUPPRESSING | {Intent.WRONG_PARTY}


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply that was stored, and what it means. `reply_id` 0: not yet."""

    reply_id: int
    gateway_ref: str
    text: str
    at: datetime
    address_hash: bytes
    writer: Writer
    intent: Intent
    effects: frozenset[Intent]

    @property
    def stops(self) -> bool:
        """Whether nothing may be sent to this number any more."""
        return bool(self.effects & STOPPING)

    @property
    def is_keyword(self) -> bool:
        """Whether it says nothing but that."""
        return self.intent == Intent.OPT_OUT and Intent.WRONG_PARTY not in self.effects

    @property
    def source(self) -> str:
        return f"reply:{self.reply_id}"

    def numbered(self, reply_id: int) -> Taken:
        return replace(self, reply_id=reply_id)


def apply(taken: Sequence[Taken], *, channel: str) -> None:
    """Suppress, hold or close, inside the transaction that stores the replies.

    Suppressions go in first, then all customers are locked at once, ids ascending: as everywhere.
    """
    stopping = [reply for reply in taken if reply.stops]
    held = _holds(taken)
    customers = {hold.customer_id for hold in held}
    if stopping:
        _stop(stopping, channel=channel, lock_too=customers)
    elif customers:
        lock_customers(customers)
    if held:
        holds.place_all(held)


def _stop(stopping: Sequence[Taken], *, channel: str, lock_too: Collection[int]) -> None:
    made = suppress_all(
        [
            Wanted(
                address_hash=reply.address_hash,
                kind=_kind(reply),
                source=reply.source,
                at=reply.at,
                needs_review=_is_doubtful(reply),
            )
            for reply in stopping
        ],
        channel=channel,
        lock_too=lock_too,
    )
    # Only a plain keyword is answered by the machine, and only the first one.
    first = {reply.address_hash: reply for reply in reversed(stopping)}
    queue_confirmations(
        [
            (suppression_id, first[address_hash])
            for address_hash, suppression_id in made.items()
            if first[address_hash].is_keyword
        ],
        channel=channel,
    )
    wrong = [reply for reply in stopping if Intent.WRONG_PARTY in reply.effects]
    if wrong:
        _close({reply.address_hash for reply in wrong}, channel=channel, now=wrong[-1].at)


def _kind(reply: Taken) -> Suppression.Kind:
    if Intent.WRONG_PARTY in reply.effects:
        return Suppression.Kind.WRONG_PARTY
    return Suppression.Kind.OPT_OUT


def _is_doubtful(reply: Taken) -> bool:
    return not reply.effects & {Intent.WRONG_PARTY, Intent.OPT_OUT}


def _close(hashes: Collection[bytes], *, channel: str, now: datetime) -> None:
    """One reply stops the number for everybody in whose file it stands."""
    points = ContactPoint.objects.filter(
        channel=channel, address_hash__in=hashes, state=ContactPoint.State.ACTIVE
    )
    closed = set(points.order_by("pk").values_list("pk", flat=True))
    ContactPoint.objects.filter(pk__in=closed).update(state=ContactPoint.State.WRONG_PARTY)
    contact_points_closed.send(sender=Reply, contact_point_ids=closed, now=now)


def _holds(taken: Sequence[Taken]) -> list[Hold]:
    return [
        Hold(
            customer_id=customer_id,
            kind=kind,
            reason=_("The customer wrote so in a reply."),
            source=reply.source,
            starts_at=reply.at,
            until=reply.at + PAID_CLAIM_LASTS if kind == Hold.Kind.PAID_CLAIM else None,
        )
        for reply in taken
        for intent, kind in HOLDS.items()
        if intent in reply.effects
        for customer_id in sorted(reply.writer.people)
    ]
