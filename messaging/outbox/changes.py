"""Stopping and restarting what has not begun to leave: row updates in the caller's transaction.

Whoever places a hold, suppresses a number or records a repayment calls these in the same
transaction; a claimed message is taken back by the same update as a queued one. What is already on
the wire (at most one wave) is not touched. Confirmations of an opt-out are no reminders and stay.

Locks: first the customers, ids ascending, then the messages, ids ascending. With the customers
locked no claim can be deciding from facts older than the caller's.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from messaging.models import Message
from messaging.models.choices import ContentClass
from messaging.models.message_states import OPEN, MessageState
from messaging.outbox.locks import lock_customers
from messaging.outbox.sql import fetch
from messaging.policy.reasons import HOLD_REASONS

_NOT_CLAIMED: dict[str, Any] = {
    "body": None,
    "segments": None,
    "claim_token": None,
    "claimed_at": None,
}


# What is to leave to these addresses, and what is to take the place of something that went to them:
# whoever refuses a channel is not written to by the next one instead.
_LOCK_REMINDERS = """
SELECT id FROM messaging_message
WHERE state IN ('queued', 'claimed')
  AND (content_class <> %(confirmation)s OR declines_id IS NOT NULL) AND id IN (
    SELECT id FROM messaging_message
    WHERE address_hash = ANY (%(hashes)s::bytea[]) AND channel = ANY (%(channels)s::text[])
      AND state IN ('queued', 'claimed')
    UNION ALL
    SELECT f.id FROM messaging_message m
    JOIN messaging_message f ON f.candidate_id = m.candidate_id AND f.follows_id IS NOT NULL
    WHERE m.address_hash = ANY (%(hashes)s::bytea[]) AND m.channel = ANY (%(channels)s::text[]))
ORDER BY id FOR NO KEY UPDATE
"""


def hold_back(customer_ids: Collection[int], *, reason: str) -> int:
    """Hold the open messages of these customers until `let_go`; how many there were.

    The sweep lets the claim look at them soon, so that the trace says which hold it is.
    """
    lock_customers(customer_ids)
    return _requeue(
        Message.objects.filter(customer__in=customer_ids), not_before=None, reason=reason
    )


def let_go(customer_ids: Collection[int], *, now: datetime) -> int:
    """Let the claim decide anew about what holds kept back; it holds again if one is left."""
    held = Message.objects.filter(
        customer__in=customer_ids, state=MessageState.QUEUED, reason__in=HOLD_REASONS
    )
    return _locked(held).update(not_before=now)


def cancel_for_addresses(
    channels: Collection[str], address_hashes: Collection[bytes], *, reason: str, now: datetime
) -> int:
    """Cancel every open message to these addresses, whoever's file they stand in. The caller holds
    the locks (`locks.lock_all`)."""
    rows = fetch(
        _LOCK_REMINDERS,
        hashes=list(address_hashes),
        channels=list(channels),
        confirmation=ContentClass.CONFIRMATION.value,
    )
    reminders = [row[0] for row in rows]
    if not reminders:
        return 0
    return Message.objects.filter(pk__in=reminders).update(
        **{**_NOT_CLAIMED, "state": MessageState.CANCELLED, "reason": reason, "final_at": now}
    )


def recheck(loan_ids: Collection[int], *, now: datetime) -> int:
    """Let the claim decide anew, by the new ledger, about open messages that name these loans.

    Locks no customers, as an import calls it for thousands: a text already rendered is taken back
    all the same.
    """
    return _requeue(Message.objects.filter(candidate__loans__loan__in=loan_ids), not_before=now)


def recheck_contact_points(contact_point_ids: Collection[int], *, now: datetime) -> int:
    """Let the claim decide anew about open messages to these contact points."""
    return _requeue(Message.objects.filter(contact_point__in=contact_point_ids), not_before=now)


def recheck_customers(customer_ids: Collection[int], *, now: datetime) -> int:
    """Let the claim decide anew about open messages to these customers. One that is claimed is
    taken back: what it was decided by no longer holds."""
    lock_customers(customer_ids)
    return _requeue(Message.objects.filter(customer__in=customer_ids), not_before=now)


def _requeue(
    messages: QuerySet[Message], *, not_before: datetime | None, reason: str | None = None
) -> int:
    said = {} if reason is None else {"reason": reason}
    return _locked(_reminders(messages)).update(
        **{
            **_NOT_CLAIMED,
            **said,
            "state": MessageState.QUEUED,
            "not_before": not_before,
            "held_at": None,
        }
    )


def _reminders(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.filter(Q(state__in=OPEN), ~Q(content_class=ContentClass.CONFIRMATION))


def _locked(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The same messages with their rows locked, ids ascending, as they now are."""
    ids = messages.order_by("pk").select_for_update(no_key=True, of=("self",))
    return Message.objects.filter(pk__in=list(ids.values_list("pk", flat=True)))
