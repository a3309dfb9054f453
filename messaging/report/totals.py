"""The numbers of every run add up: due, less each reason, is to send, is its messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from messaging.models import Run
from messaging.report.parts import Check, Period
from messaging.report.rows import stream

_CANDIDATES = """
SELECT run_id, to_send, reason, count(*) FROM messaging_candidate
WHERE run_id = ANY (%(runs)s) GROUP BY 1, 2, 3
"""
_MESSAGES = """
SELECT run_id, count(*) FROM messaging_message
WHERE run_id = ANY (%(runs)s) AND follows_id IS NULL GROUP BY 1
"""

Counts = dict[tuple[bool, str], int]


def check(period: Period) -> Check:
    """Runs planned in the period, their stored numbers against their rows."""
    check = Check("totals")
    planned = Run.objects.filter(planned_at__gte=period.since, planned_at__lt=period.until)
    if period.lender is not None:
        planned = planned.filter(lender=period.lender)
    runs = list(planned.exclude(state__in=[Run.State.PLANNING, Run.State.FAILED]).order_by("pk"))
    asked = {"runs": [run.pk for run in runs]}
    candidates: dict[int, Counts] = {run.pk: {} for run in runs}
    for run_id, to_send, reason, number in stream(_CANDIDATES, asked):
        candidates[run_id][to_send, reason] = number
    messages: dict[int, int] = dict(stream(_MESSAGES, asked))
    check.checked = len(runs)
    check.figures = {
        "runs": [_add_up(run, candidates[run.pk], messages.get(run.pk, 0), check) for run in runs]
    }
    return check


def _add_up(
    run: Run, counts: Mapping[tuple[bool, str], int], messages: int, check: Check
) -> dict[str, Any]:
    about, funnel = f"run:{run.pk}", run.funnel
    due = sum(counts.values())
    to_send = sum(n for (sent, _reason), n in counts.items() if sent)
    minus = {reason: n for (sent, reason), n in counts.items() if not sent}
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
