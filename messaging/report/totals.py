"""The numbers of every run add up: due, less each reason, is to send, is its messages."""

from __future__ import annotations

from typing import Any

from django.db import connection

from messaging.models import Run
from messaging.report.parts import Check, Period

_CANDIDATES = """
SELECT to_send, reason, count(*) FROM messaging_candidate WHERE run_id = %s GROUP BY 1, 2
"""
_MESSAGES = "SELECT count(*) FROM messaging_message WHERE run_id = %s"


def check(period: Period) -> Check:
    """Runs planned in the period, their stored numbers against their rows."""
    check = Check("totals")
    runs: list[dict[str, Any]] = []
    planned = Run.objects.filter(planned_at__gte=period.since, planned_at__lt=period.until)
    for run in planned.exclude(state__in=[Run.State.PLANNING, Run.State.FAILED]).order_by("pk"):
        check.checked += 1
        runs.append(_add_up(run, check))
    check.figures = {"runs": runs}
    return check


def _add_up(run: Run, check: Check) -> dict[str, Any]:
    about, funnel = f"run:{run.pk}", run.funnel
    counts = {(to_send, reason): n for to_send, reason, n in _fetch(_CANDIDATES, run.pk)}
    due = sum(counts.values())
    to_send = sum(n for (sent, _reason), n in counts.items() if sent)
    minus = {reason: n for (sent, reason), n in counts.items() if not sent}
    ((messages,),) = _fetch(_MESSAGES, run.pk)
    told = {each["reason"]: each["count"] for each in funnel.get("minus", ())}
    for name, stored, counted in (
        ("due", funnel.get("due"), due),
        ("to_send", funnel.get("to_send"), to_send),
        ("minus", dict(sorted(told.items())), dict(sorted(minus.items()))),
    ):
        if stored != counted:
            check.violated(about, f"funnel_{name}", f"{stored} told, {counted} counted")
    if funnel.get("due", 0) - sum(told.values()) != funnel.get("to_send", 0):
        check.violated(about, "funnel_does_not_add_up")
    if run.released_at is not None and messages != to_send:
        check.violated(about, "messages", f"{to_send} to send, {messages} messages")
    return {"run": run.pk, "due": due, "to_send": to_send, "minus": minus, "messages": messages}


def _fetch(sql: str, run_id: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [run_id])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
