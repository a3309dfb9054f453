"""The queue of one run through claim, permit, driver and record; then its receipts.

The sandbox driver sends no requests, so neither does the floor: it claims and updates the same rows
of a copy of the table (same indexes, no triggers) with `execute_values`, and decides nothing.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import datetime, timedelta

from django.db import connection, transaction
from psycopg2.extras import execute_values

from messaging import runs
from messaging.dispatch.claim import CLAIM_AT_ONCE
from messaging.dispatch.loop import dispatch
from messaging.dispatch.permit import Clock
from messaging.inbound import receipts
from messaging.models import Attempt, Gateway, Message, Run, SandboxText
from tests import make
from tests.benchmarks.copying import analyze
from tests.benchmarks.measuring import Measure, measured, must_be

RECEIPTS_AT_ONCE = 1000
TYPICAL_TEXT_BYTES = 250


def release(run: Run, *, now: datetime) -> int:
    """Let the run go; how many messages are queued."""
    count = int(run.funnel["to_send"])
    by = make.staff("supervisor")
    runs.release(run.pk, by=by, now=now, expected_count=count, send_at_once=True)
    analyze()
    return count


def measure(count: int, *, now: datetime) -> Measure:
    """Floor first, on its own table; then the product until nothing is due."""
    floor = _floor(count, now)
    begun = time.monotonic()
    clock = Clock(
        now=lambda: now + timedelta(seconds=time.monotonic() - begun), boot=time.monotonic
    )
    with measured() as watch:
        dispatch(clock=clock, seconds=None)
    must_be("states", _states(), {"accepted": count})
    must_be("attempts", Attempt.objects.filter(result="accepted").count(), count)
    must_be("handsets", SandboxText.objects.count(), count)
    # No target: the floor of DESIGN 8 makes the same requests, and the sandbox driver makes none.
    return Measure("send", count, watch.seconds, "claim and update of the same rows", floor)


def measure_receipts(count: int, *, now: datetime) -> Measure:
    """A receipt per message, a thousand a call."""
    gateway = Gateway.objects.get()
    ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    with measured() as watch:
        for start in range(0, len(ids), RECEIPTS_AT_ONCE):
            chunk = ids[start : start + RECEIPTS_AT_ONCE]
            incoming = [receipts.Incoming("delivered", message_id=pk) for pk in chunk]
            receipts.take(gateway=gateway, incoming=incoming, now=now)
    must_be("states", _states(), {"delivered": count})
    return Measure("receipts", count, watch.seconds)


def _states() -> dict[str, int]:
    return dict(Counter(Message.objects.values_list("state", flat=True)))


def _floor(count: int, now: datetime) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_floor (LIKE messaging_message INCLUDING ALL)")
        cursor.execute("INSERT INTO bench_floor SELECT * FROM messaging_message")
        cursor.execute("ANALYZE bench_floor")
    done, body = 0, os.urandom(TYPICAL_TEXT_BYTES)
    with measured() as watch:
        while ids := _claim(body, now):
            _record(ids, now)
            done += len(ids)
    must_be("floor", done, count)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_floor")
    return watch.seconds


def _claim(body: bytes, now: datetime) -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM bench_floor WHERE state = 'queued' AND not_before <= %s"
            " ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED",
            [now, CLAIM_AT_ONCE],
        )
        ids = [row[0] for row in cursor.fetchall()]
        if ids:
            execute_values(
                cursor.cursor,
                "UPDATE bench_floor m SET state = 'claimed', body_enc = v.body, claimed_at = v.now"
                " FROM (VALUES %s) AS v (id, body, now) WHERE m.id = v.id",
                [(pk, body, now) for pk in ids],
                page_size=len(ids),
            )
    return ids


def _record(ids: list[int], now: datetime) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            "UPDATE bench_floor m SET state = 'accepted', gateway_ref = v.ref,"
            " handed_over_at = v.now FROM (VALUES %s) AS v (id, ref, now) WHERE m.id = v.id",
            [(pk, str(pk), now) for pk in ids],
            page_size=len(ids),
        )
