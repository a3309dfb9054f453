"""Calls at the doors: kept as they came, then worked, in bulk and once each.

A call is marked done in the transaction that does what it says, so a crash anywhere leaves it
waiting, never half done; whoever works it again changes nothing that was done. One that cannot be
worked is set aside and tried less and less often, and holds up no other.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection, transaction

from accounts.keys import keyring
from messaging import failpoints
from messaging.inbound import entries, phones, receipts, replies
from messaging.inbound.doorkeeper import door_of
from messaging.inbound.entries import Answer, Unreadable
from messaging.inbound.shapes import Kind
from messaging.models import Gateway, InboundCall
from messaging.replies.intents import SUPPRESSING, Intent, effects

log = logging.getLogger(__name__)

PURPOSE = "inbound.body"
CALLS_AT_ONCE = 1000
BYTES_AT_ONCE = 2 * 1024 * 1024
MOST_TRIES = 8
WAIT_SECONDS = 30
"""Times the square of the tries: after 8 of them half an hour has gone by."""

_STOPPING = SUPPRESSING | {Intent.WRONG_PARTY}
_NEXT = """
SELECT gateway_id, kind FROM messaging_inboundcall
WHERE state = 'waiting' AND (tries = 0 OR at <= %(now)s - tries * tries * %(wait)s * interval '1 s')
ORDER BY id LIMIT 1
"""
_PICK = """
SELECT id, octet_length(body_enc) FROM messaging_inboundcall
WHERE state = 'waiting' AND gateway_id = %(gateway)s AND kind = %(kind)s
  AND (tries = 0 OR at <= %(now)s - tries * tries * %(wait)s * interval '1 s')
ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
"""
_DONE = """
UPDATE messaging_inboundcall c SET state = 'done', entries = v.entries, error = '',
    worked_at = %(now)s
FROM unnest(%(ids)s::bigint[], %(entries)s::int[]) AS v (id, entries) WHERE c.id = v.id
"""


def store(
    gateway: Gateway, kind: Kind, *, kept: bytes, content_type: str, now: datetime
) -> InboundCall:
    """Keep a call before anything is made of it; committed when this returns."""
    call = InboundCall.objects.create(
        gateway=gateway,
        kind=kind,
        body_enc=keyring().encrypt(_as_text(kept), PURPOSE),
        content_type=content_type[:100],
        at=now,
    )
    failpoints.reach("inbound.stored")
    return call


def work(*, now: datetime, seconds: float = 5.0) -> dict[str, int]:
    """Work waiting calls for some seconds, several workers at once if need be; how many of which
    kind."""
    tally: dict[str, int] = {}
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        kind, worked = _work_some(now)
        if not worked:
            break
        tally[kind] = tally.get(kind, 0) + worked
    return tally


def stop_at_once(call: InboundCall, *, now: datetime) -> bool:
    """Do what a call of answers stops, before it is answered; whether nothing of that failed.

    What stops nothing is left for the task.
    """
    with transaction.atomic(durable=True):
        locked = InboundCall.objects.select_for_update().get(pk=call.pk)
        if locked.state != InboundCall.State.WAITING:
            return locked.state == InboundCall.State.DONE
        failed = _take_answers(locked, now=now, only_stopping=True)
        failpoints.reach("inbound.before_commit")
    failpoints.reach("inbound.committed")
    return not failed


def _work_some(now: datetime) -> tuple[str, int]:
    """One transaction over calls of one gateway and kind; how many were looked at."""
    with transaction.atomic(durable=True):
        picked = _pick(now)
        if not picked:
            return "", 0
        kind = picked[0].kind
        if kind == Kind.RECEIPTS:
            _work_receipts(picked, now=now)
        else:
            for call in picked:
                _take_answers(call, now=now)
        failpoints.reach("inbound.before_commit")
    failpoints.reach("inbound.committed")
    return kind, len(picked)


def _pick(now: datetime) -> list[InboundCall]:
    """Waiting calls of the gateway whose turn it is, locked; no more bytes than fit in memory."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, {"now": now, "wait": WAIT_SECONDS})
        row = cursor.fetchone()
        if row is None:
            return []
        figures = {"gateway": row[0], "kind": row[1], "now": now, "wait": WAIT_SECONDS}
        cursor.execute(_PICK, {**figures, "most": CALLS_AT_ONCE})
        ids: list[int] = []
        total = 0
        for pk, size in cursor.fetchall():
            if ids and total + size > BYTES_AT_ONCE:
                break
            ids.append(pk)
            total += size
    return list(InboundCall.objects.filter(pk__in=ids).select_related("gateway").order_by("pk"))


def _work_receipts(calls: Sequence[InboundCall], *, now: datetime) -> None:
    """All at once; when that fails, one by one, so that the others do not wait for the bad one."""
    try:
        with transaction.atomic():
            _take_receipts(calls, now=now)
    except OperationalError:
        raise
    except Exception as error:
        if len(calls) == 1:
            _set_aside(calls[0], error, now=now)
            return
        log.warning("receipts of %d calls fail together: %s", len(calls), type(error).__name__)
        for call in calls:
            _work_receipts([call], now=now)


def _take_receipts(calls: Sequence[InboundCall], *, now: datetime) -> None:
    incoming: list[receipts.Incoming] = []
    whole: dict[int, int] = {}
    for call in calls:
        try:
            read = door_of(call.gateway).receipts(_kept(call), call.content_type)
        except Unreadable as error:
            _cannot_be_read(call, str(error), now=now)
            continue
        incoming += read.entries
        if read.unreadable:
            _done(call, entries_read=len(read.entries), unreadable=read.unreadable, now=now)
        else:
            whole[call.pk] = len(read.entries)
    receipts.take(gateway=calls[0].gateway, incoming=incoming, now=now)
    if whole:
        figures: dict[str, Any] = {"ids": list(whole), "entries": list(whole.values())}
        with connection.cursor() as cursor:
            cursor.execute(_DONE, {**figures, "now": now})


def _take_answers(call: InboundCall, *, now: datetime, only_stopping: bool = False) -> int:
    """Each in a savepoint of its own: one that fails undoes no other's opt-out. How many failed."""
    try:
        read = door_of(call.gateway).answers(_kept(call), call.content_type)
    except Unreadable as error:
        _cannot_be_read(call, str(error), now=now)
        return 0
    except Exception as error:
        _set_aside(call, error, now=now)
        return 1
    failed, left = 0, 0
    for place, answer in enumerate(read.entries):
        if only_stopping and not effects(answer.text) & _STOPPING:
            left += 1
            continue
        try:
            _take(answer, call=call, place=place)
        except OperationalError:
            raise
        except Exception as error:
            failed += 1
            _set_aside(call, error, now=now)
    if not failed and not left:
        _done(call, entries_read=len(read.entries), unreadable=read.unreadable, now=now)
    return failed


def _take(answer: Answer, *, call: InboundCall, place: int) -> None:
    """Received when the call was, whenever it is worked."""
    replies.take(
        address=entries.address_of(answer, region=phones.region_of(call.gateway)),
        text=answer.text,
        now=call.at,
        gateway=call.gateway,
        gateway_ref=entries.reference_of(answer, call_id=call.pk, place=place),
    )


def _kept(call: InboundCall) -> bytes:
    return _as_bytes(keyring().decrypt(call.body_enc, PURPOSE))


def _as_text(kept: bytes) -> str:
    """What is encrypted is text; bytes that are none are kept as base64."""
    try:
        return "u:" + kept.decode()
    except UnicodeDecodeError:
        return "b:" + base64.b64encode(kept).decode()


def _as_bytes(text: str) -> bytes:
    return base64.b64decode(text[2:]) if text.startswith("b:") else text[2:].encode()


def _done(call: InboundCall, *, entries_read: int, unreadable: int, now: datetime) -> None:
    if unreadable:
        _cannot_be_read(call, f"{unreadable} entries", now=now, entries_read=entries_read)
    else:
        _mark(call, state=InboundCall.State.DONE, entries=entries_read, error="", worked_at=now)


def _cannot_be_read(call: InboundCall, why: str, *, now: datetime, entries_read: int = 0) -> None:
    log.warning("call %d of gateway %s cannot be read: %s", call.pk, call.gateway.code, why)
    _mark(
        call,
        state=InboundCall.State.FAILED,
        entries=entries_read,
        error=f"unreadable: {why}"[:80],
        worked_at=now,
    )


def _set_aside(call: InboundCall, error: Exception, *, now: datetime) -> None:
    """To be tried again later; for good after MOST_TRIES. The error's text may hold a number."""
    log.error("call %d of gateway %s fails: %s", call.pk, call.gateway.code, type(error).__name__)
    tries = call.tries + 1
    over = tries >= MOST_TRIES
    _mark(
        call,
        state=InboundCall.State.FAILED if over else InboundCall.State.WAITING,
        tries=tries,
        error=type(error).__name__[:80],
        worked_at=now if over else None,
    )


def _mark(call: InboundCall, **columns: Any) -> None:
    InboundCall.objects.filter(pk=call.pk).update(**columns)
