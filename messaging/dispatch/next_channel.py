"""The next channel of a plan: once, when the message before it is over.

Over means that it can never be sent again: it could not be delivered or was refused, its address
was found dead when it was claimed, or it left so many hours ago that it counts as unread. The new
message waits in the outbox like any other: whether it leaves, with all holds, hours, caps and
refusals, and whether the one before was read meanwhile, is decided at its claim.

Never two at once: the database lets one message take the place of another, and only of one that is
over (messaging.models.message_states).

A plan that ends with a call says so in the same column; whoever keeps the call list asks for these
(`calls_due`), and says when they were looked at (`looked_at`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from messaging.outbox import failpoints
from messaging.policy.reasons import (
    ALREADY_READ,
    INVALID_ADDRESS,
    NO_CONTACT_POINT,
    UNREACHABLE,
)

AT_ONCE = 500

DEAD_ADDRESS = (UNREACHABLE, INVALID_ADDRESS, NO_CONTACT_POINT)
"""Why a message was blocked whose place the next channel takes. Whatever else blocks a reminder
would block the next one too, or was the customer's wish."""

_DUE = """
SELECT m.id
FROM messaging_message m
JOIN messaging_candidate c ON c.id = m.candidate_id
JOIN messaging_run r ON r.id = m.run_id
CROSS JOIN LATERAL jsonb_array_elements(c.ahead) AS s (step)
WHERE m.next_channel NOT IN ('', 'phone')
  AND s.step ->> 'channel' = m.next_channel AND r.state IN ('released', 'finished')
  AND (m.state IN ('undelivered', 'refused')
       OR m.state = 'blocked' AND m.reason = ANY (%(dead)s)
       OR m.state IN ('accepted', 'delivered', 'unresolved')
          AND m.handed_over_at
              <= %(now)s - make_interval(hours => (s.step ->> 'wait_hours')::int))
ORDER BY m.id LIMIT %(most)s
FOR NO KEY UPDATE OF m SKIP LOCKED
"""
_FOLLOW = """
INSERT INTO messaging_message (
    run_id, candidate_id, follows_id, next_channel, lender_id, customer_id, contact_point_id,
    channel, address_hash, content_class, template_version_id, language, state, reason,
    send_at_once, not_before, created_at, gateway_ref, tries, error_code
)
SELECT m.run_id, m.candidate_id, m.id, COALESCE(c.ahead -> s.place::int ->> 'channel', ''),
       m.lender_id, m.customer_id, p.id, p.channel, p.address_hash, m.content_class,
       v.id, v.language, 'queued', '', m.send_at_once, %(now)s, %(now)s, '', 0, ''
FROM messaging_message m
JOIN messaging_candidate c ON c.id = m.candidate_id
CROSS JOIN LATERAL jsonb_array_elements(c.ahead) WITH ORDINALITY AS s (step, place)
JOIN accounts_contactpoint p ON p.id = (s.step ->> 'point')::bigint
    AND p.customer_id = m.customer_id AND p.channel = m.next_channel
JOIN messaging_templateversion v ON v.id = (s.step ->> 'version')::bigint
WHERE m.id = ANY (%(due)s) AND s.step ->> 'channel' = m.next_channel
ORDER BY m.id
"""
_FOLLOWED = "UPDATE messaging_message SET next_channel = '' WHERE id = ANY (%(due)s)"
# Nothing comes after what somebody cancelled, what was too late, or what was decided against.
_END = """
UPDATE messaging_message SET next_channel = ''
WHERE id IN (
    SELECT id FROM messaging_message
    WHERE next_channel <> '' AND (state IN ('cancelled', 'expired')
        OR state = 'blocked' AND reason <> ALL (%(dead)s)
           AND NOT (next_channel = 'phone' AND reason = 'already_read'))
    ORDER BY id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED)
"""

# Whoever read the text may still owe: the call is of what is still open, and waits its hours even
# after what could not be delivered.
_CALLS_DUE = """
SELECT m.id, m.candidate_id
FROM messaging_message m
JOIN messaging_candidate c ON c.id = m.candidate_id
JOIN messaging_run r ON r.id = m.run_id
CROSS JOIN LATERAL jsonb_array_elements(c.ahead) AS s (step)
WHERE m.next_channel = 'phone' AND s.step ->> 'channel' = 'phone'
  AND r.state IN ('released', 'finished')
  AND (m.state IN ('undelivered', 'refused', 'accepted', 'delivered', 'unresolved')
       OR m.state = 'blocked' AND m.reason = ANY (%(dead)s))
  AND COALESCE(m.handed_over_at, m.final_at)
      <= %(now)s - make_interval(hours => (s.step ->> 'wait_hours')::int)
ORDER BY m.id LIMIT %(most)s
FOR NO KEY UPDATE OF m SKIP LOCKED
"""


def calls_due(*, now: datetime) -> tuple[list[int], list[int]]:
    """Messages whose plan now ends with a call, locked until the transaction ends, and their
    candidates."""
    dead = [*DEAD_ADDRESS, ALREADY_READ]
    with connection.cursor() as cursor:
        cursor.execute(_CALLS_DUE, {"now": now, "most": AT_ONCE, "dead": dead})
        rows = cursor.fetchall()
    return [row[0] for row in rows], [row[1] for row in rows]


def looked_at(message_ids: list[int]) -> None:
    """Their plans are over, whoever was listed."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, {"due": message_ids})


def follow(*, now: datetime) -> int:
    """Queue what takes the place of messages that are over; how many."""
    asked: dict[str, Any] = {
        "now": now,
        "most": AT_ONCE,
        "dead": list(DEAD_ADDRESS),
    }
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_END, asked)
        cursor.execute(_DUE, asked)
        due = {"due": [row[0] for row in cursor.fetchall()]}
        cursor.execute(_FOLLOW, {**asked, **due})
        made = int(cursor.rowcount)
        cursor.execute(_FOLLOWED, due)
        failpoints.reach("sweep.followed")
        return made
