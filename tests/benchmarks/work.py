"""What children do: import, plan, send, and the floor of sending."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

from django.db import connection

from config import clock
from messaging.dispatch.loop import dispatch
from messaging.gateways.permit import Clock
from messaging.planning import service as planning
from tests.benchmarks import floor_of_sending
from tests.benchmarks.figures import CODE, NOW
from tests.benchmarks.measuring import must_be


def bring_in(*, file: str, folder: str) -> None:
    """A file of loans, as the command does it."""
    from django.conf import settings

    from accounts.intake.jobs import lifecycle, stored_files

    settings.SANDBOX = True  # its numbers are sandbox numbers, which production refuses
    settings.UPLOAD_DIR = Path(folder) / "uploads"
    with Path(file).open("rb") as source:
        stored = stored_files.store(source)
    import_file = lifecycle.register(stored, kind="loans", filename="loans.csv", by=None, now=NOW)
    lifecycle.begin_apply(import_file.pk, now=NOW, unchecked=True)
    lifecycle.apply(import_file.pk, by=None, source="bench", now=NOW, wait=True)
    import_file.refresh_from_db()
    problems = [(each.code, each.column, each.params) for each in import_file.problems.all()[:3]]
    must_be("import", (import_file.error, problems), ("", []))


def bring_call(*, import_id: int, folder: str) -> None:
    """What a core system's call left for the worker."""
    from django.conf import settings

    from accounts.api import bringing

    settings.SANDBOX = True
    settings.UPLOAD_DIR = Path(folder)
    bringing.bring_in(import_id, now=clock.now())


def plan(*, day: str) -> int:
    """The run of a day; its id."""
    from accounts.models import Lender

    lender = Lender.objects.get(code=CODE)
    return planning.plan(lender=lender, day=date.fromisoformat(day), by=None, now=NOW).pk


def send(*, epoch: float) -> dict[str, int]:
    """One worker, until nothing is due. It is NOW at `epoch` of the system's monotonic clock."""
    clock = Clock(
        now=lambda: NOW + timedelta(seconds=time.monotonic() - epoch), boot=time.monotonic
    )
    return dispatch(clock=clock, seconds=None)


def floor(*, url: str, call_size: int, connections: int, channel: str = "sms") -> int:
    connection.ensure_connection()
    return floor_of_sending.send(
        connection.connection,
        url=url,
        call_size=call_size,
        connections=connections,
        channel=channel,
    )
