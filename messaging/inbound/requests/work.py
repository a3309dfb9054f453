"""Calls at the webhooks: kept as they came, then worked, in bulk and once each.

A request is marked done in the transaction that does what it says, so a crash anywhere leaves it
waiting, never half done; whoever works it again changes nothing that was done. One that cannot be
worked is set aside and tried less and less often, and holds up no other.
"""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection, transaction

from accounts.rotation import known_keys
from messaging.gateways.webhooks.base import Kind
from messaging.inbound.requests import (
    devices as device_requests,
    receipts as receipt_requests,
    replies as reply_requests,
    store as request_store,
)
from messaging.models import InboundRequest
from messaging.outbox import failpoints

CALLS_AT_ONCE = {Kind.RECEIPTS: 1000, Kind.REPLIES: 200, Kind.DEVICES: 20}
BYTES_AT_ONCE = {
    Kind.RECEIPTS: 2 * 1024 * 1024,
    Kind.REPLIES: 64 * 1024,
    Kind.DEVICES: 64 * 1024,
}
"""InboundReplies hold the customers who wrote them until the commit: a few hundred at once."""
WAIT_SECONDS = 30
"""Times the square of the tries: after 8 of them half an hour has gone by."""

_NEXT = """
SELECT gateway_id, kind FROM messaging_inboundrequest
WHERE state = 'waiting' AND (tries = 0 OR at <= %(now)s - tries * tries * %(wait)s * interval '1 s')
ORDER BY id LIMIT 1
"""
_PICK = """
SELECT id, octet_length(body_enc) FROM messaging_inboundrequest
WHERE state = 'waiting' AND gateway_id = %(gateway)s AND kind = %(kind)s
  AND (tries = 0 OR at <= %(now)s - tries * tries * %(wait)s * interval '1 s')
ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""


def work(*, now: datetime, seconds: float = 5.0) -> dict[str, int]:
    """Work waiting requests for some seconds, several workers at once if need be; how many of which
    kind."""
    tally: dict[str, int] = {}
    if not known_keys.are_here():
        return tally
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        kind, worked = _work_some(now)
        if not worked:
            break
        tally[kind] = tally.get(kind, 0) + worked
    return tally


def stop_at_once(request: InboundRequest, *, now: datetime) -> bool:
    """Do what a request of answers stops or holds, before it is answered; whether nothing of that
    failed.

    What is harmless is left for the task.
    """
    said = reply_requests.said_in(request)
    if said is not None and not said.pressing and not said.ended:
        return True
    with transaction.atomic(durable=True):
        locked = InboundRequest.objects.select_for_update().filter(pk=request.pk)
        request.state, request.tries, request.error = locked.values_list(
            "state", "tries", "error"
        ).get()
        if request.state != InboundRequest.State.WAITING:
            # What cannot be read will not be, however often it is brought; a person looks at it.
            unreadable = request.error.startswith(request_store.UNREADABLE)
            return request.state == InboundRequest.State.DONE or unreadable
        done = reply_requests.stop(request, said, now=now)
        failpoints.reach("inbound.before_commit")
    failpoints.reach("inbound.committed")
    return done


def _work_some(now: datetime) -> tuple[str, int]:
    """One transaction over requests of one gateway and kind; how many were looked at."""
    with transaction.atomic(durable=True):
        picked = _pick(now)
        if not picked:
            return "", 0
        kind = picked[0].kind
        if kind == Kind.RECEIPTS:
            receipt_requests.work(picked, now=now)
        elif kind == Kind.DEVICES:
            device_requests.work(picked, now=now)
        else:
            reply_requests.work(picked, now=now)
        failpoints.reach("inbound.before_commit")
    failpoints.reach("inbound.committed")
    return kind, len(picked)


def _pick(now: datetime) -> list[InboundRequest]:
    """Waiting requests of the gateway whose turn it is, locked; no more than fit in memory."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"now": now, "wait": WAIT_SECONDS})
        row = cursor.fetchone()
        if row is None:
            return []
        figures = {"gateway": row[0], "kind": row[1], "now": now, "wait": WAIT_SECONDS}
        kind = Kind(row[1])
        cursor.execute(_PICK, {**figures, "most": CALLS_AT_ONCE[kind]})
        ids: list[int] = []
        total = 0
        for pk, size in cursor.fetchall():
            if ids and total + size > BYTES_AT_ONCE[kind]:
                break
            ids.append(pk)
            total += size
    return list(InboundRequest.objects.filter(pk__in=ids).select_related("gateway").order_by("pk"))
