"""A day on which something was really planned, released and sent; and ways to falsify its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import Lender
from messaging.dispatch.loop import dispatch
from messaging.inbound.sandbox_receipts import send_receipts
from messaging.models import Message, Run
from messaging.planning.service import plan
from messaging.report.parts import Check, Report
from messaging.report.service import compliance
from messaging.runs import release
from tests import make, make_outbox, make_runs

PERIOD = {
    "since": make.MORNING - timedelta(days=1),
    "until": make.MORNING + timedelta(days=1),
}


def a_day(now: datetime, *, texts: int = 3, lender: Lender | None = None) -> Run:
    """Loans of `texts` customers, planned by the schedule, released, sent and delivered."""
    lender = lender or make_runs.ready_lender()
    for _ in range(texts):
        make.loan(lender=lender, dpd=5, as_of=now)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    release.release(
        run.pk, by=make.staff("supervisor"), now=now, expected_count=run.funnel["to_send"]
    )
    dispatch(clock=make_outbox.FixedClock(now).clock)
    send_receipts(now=now + timedelta(minutes=1))
    run.refresh_from_db()
    return run


def report(now: datetime, **period: Any) -> Report:
    return compliance(**{**PERIOD, **period}, now=now + timedelta(hours=1))


def first() -> Message:
    return Message.objects.order_by("pk")[0]


@contextmanager
def untrusted(table: str) -> Iterator[None]:
    """Inside, the triggers of that table are asleep: rows can be made to lie."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def falsify(row: Any, **columns: Any) -> None:
    """Write to a row past every trigger of its table."""
    with untrusted(row._meta.db_table):
        type(row).objects.filter(pk=row.pk).update(**columns)


def moved(message: Message, at: datetime) -> None:
    """As if this message had been claimed and handed over at that moment."""
    falsify(
        message,
        claimed_at=at,
        handed_over_at=at,
        permit_until=at + timedelta(seconds=60),
    )
    attempt = message.attempts.get()
    falsify(attempt, begun_at=at, permit_until=at + timedelta(seconds=60))
    for decision in message.candidate.decisions.all() if message.candidate else ():
        falsify(decision, at=min(decision.at, at))


def found(check: Check) -> set[tuple[str, str]]:
    return {(violation.about, violation.what) for violation in check.violations}


def codes(check: Check) -> set[str]:
    return {violation.what for violation in check.violations}
