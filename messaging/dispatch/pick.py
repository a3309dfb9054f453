"""Which messages are due, and which of them this worker may decide about now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from messaging.outbox.locks import customers_behind, lock_customers

_DUE = """
SELECT m.id, m.run_id, r.policy_id, m.candidate_id, m.lender_id, m.customer_id, m.contact_point_id,
       m.channel, m.address_hash, m.content_class, m.template_version_id, m.language,
       m.send_at_once, m.tries, m.gateway_id, c.cause, c.arm, COALESCE(s.at, d.at),
       m.created_at, m.follows_id,
       CASE WHEN m.follows_id IS NOT NULL THEN EXISTS (
           SELECT FROM messaging_message e
           WHERE e.candidate_id = m.candidate_id AND e.id <> m.id AND (
               e.read_at IS NOT NULL OR EXISTS (
                   SELECT FROM messaging_reply p WHERE p.customer_id = m.customer_id
                   AND p.received_at >= e.handed_over_at))) END,
       CASE WHEN m.follows_id IS NOT NULL THEN (
           SELECT min(e.channel) FROM messaging_message e
           JOIN messaging_suppression o ON o.channel = e.channel
               AND o.address_hash = e.address_hash AND o.lifted_at IS NULL
               AND o.kind = 'opt_out'
           WHERE e.candidate_id = m.candidate_id) END,
       m.declines_id IS NOT NULL
FROM messaging_message m
LEFT JOIN messaging_run r ON r.id = m.run_id
LEFT JOIN messaging_candidate c ON c.id = m.candidate_id
LEFT JOIN messaging_suppression s ON s.id = m.confirms_id
LEFT JOIN messaging_educationdeclined d ON d.id = m.declines_id
WHERE m.state = 'queued' AND m.not_before IS NOT NULL AND m.not_before <= %s
  AND (m.run_id IS NULL OR r.state = 'released'
       OR r.state = 'finished' AND m.follows_id IS NOT NULL)
ORDER BY m.not_before, m.id
LIMIT %s
FOR UPDATE OF m SKIP LOCKED
"""


class Due(NamedTuple):
    """A queued message whose time has come; its row is locked."""

    id: int
    run_id: int | None
    policy_id: int | None
    candidate_id: int | None
    lender_id: int
    customer_id: int | None
    contact_point_id: int | None
    channel: str
    address_hash: bytes
    content_class: str
    template_version_id: int | None
    language: str
    send_at_once: bool
    tries: int
    gateway_id: int | None
    cause: str | None
    arm: str | None
    opted_out_at: datetime | None
    created_at: datetime
    follows_id: int | None = None
    already_read: bool | None = None
    """Of one that takes another's place: that was read, or answered, meanwhile."""
    refused_on: str | None = None
    """Of the same: a channel of an earlier one that the customer opted out of."""
    ends_education: bool = False
    """It confirms that useful knowledge alone has ended; `opted_out_at` is when."""


def due_messages(*, now: datetime, limit: int) -> list[Due]:
    """Lock up to `limit` due messages, oldest first, passing over those others have locked."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now, limit])
        return [Due._make((*row[:8], bytes(row[8]), *row[9:])) for row in cursor.fetchall()]


def ours_to_decide(due: Sequence[Due]) -> list[Due]:
    """Those whose customers could all be locked, one per customer and one per address.

    The rest stay queued for the next claim: it sees the ones claimed here as contacts, which is
    what makes caps hold within a batch as they do between batches.
    """
    behind = customers_behind({message.address_hash for message in due})
    wanted = {message.id: _people(message, behind) for message in due}
    locked = lock_customers(set().union(*wanted.values()), skip_locked=True)
    seen: set[int | bytes] = set()
    ours = []
    for message in due:
        people = wanted[message.id]
        marks = people | {message.address_hash}
        if people <= locked and seen.isdisjoint(marks):
            seen |= marks
            ours.append(message)
    return ours


def _people(message: Due, behind: dict[bytes, set[int]]) -> set[int]:
    own = set() if message.customer_id is None else {message.customer_id}
    return own | behind.get(message.address_hash, set())
