"""In which order the call list stands, where the lender's policy lets it learn from outcomes.

What the customer asked for and what is overdue come first, always; after them, at each hour, those
who are likelier to answer. Reckoned every quarter of an hour; where no policy asks for it, all wait
by due time, as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Lender
from feedback.calls.likely import BAND_HOURS, FIRST, Chances, Count, History, tenths_of, turn_of
from feedback.models import CallTask
from feedback.models.call import MIDDLE
from messaging.models import in_force
from messaging.policy.fields import BY_ANSWERS

LOOK_BACK = timedelta(days=180)
"""Habits change; what is older is not counted. Our own proposal."""
ORDERED = (CallTask.Reason.STAGE.value, CallTask.Reason.PLAN.value)
"""Calls of our own initiative. What somebody asked for does not wait for a better hour."""

_HISTORY = """CASE WHEN {calls} = 0 THEN 'new' WHEN {last} = 'call' THEN 'answered'
    WHEN {answered} > 0 THEN 'missed' ELSE 'never' END"""
_ZONE = "COALESCE((c.timezones)[1], 'Asia/Shanghai')"
# A call that goes on, or whose end nobody told, says nothing yet; one that a fault kept from being
# made never does.
_COUNTS = f"""
WITH told AS (
    SELECT k.customer_id, k.begun_at, k.kind,
        count(*) OVER before AS calls,
        count(*) FILTER (WHERE k.kind = 'call') OVER before AS answered,
        last_value(k.kind) OVER before AS last
    FROM messaging_call k
    WHERE k.outcome NOT IN ('', 'not_made') AND k.begun_at >= %(since)s AND k.begun_at < %(now)s
    WINDOW before AS (PARTITION BY k.customer_id ORDER BY k.begun_at, k.id
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT {_HISTORY.format(calls="t.calls", answered="t.answered", last="t.last")},
    floor(extract(hour FROM t.begun_at AT TIME ZONE {_ZONE}) / %(band)s)::int,
    count(*), count(*) FILTER (WHERE t.kind = 'call')
FROM told t JOIN accounts_customer c ON c.id = t.customer_id
GROUP BY 1, 2
"""  # noqa: S608 - constants
_WAITING = f"""
SELECT t.id, {_HISTORY.format(calls="h.calls", answered="h.answered", last="h.last")},
    extract(hour FROM %(now)s::timestamptz AT TIME ZONE {_ZONE})::int
FROM feedback_calltask t
JOIN accounts_customer c ON c.id = t.customer_id
JOIN accounts_loan l ON l.id = t.loan_id AND l.lender_id = ANY (%(lenders)s)
CROSS JOIN LATERAL (
    SELECT count(*) AS calls, count(*) FILTER (WHERE k.kind = 'call') AS answered,
        (array_agg(k.kind ORDER BY k.begun_at DESC, k.id DESC))[1] AS last
    FROM messaging_call k
    WHERE k.customer_id = t.customer_id AND k.outcome NOT IN ('', 'not_made')
      AND k.begun_at >= %(since)s
) h
WHERE t.state = 'open' AND t.reason = ANY (%(ordered)s) AND t.due_at > %(now)s
"""  # noqa: S608 - constants
_TURNS = """
UPDATE feedback_calltask t SET turn = v.turn, history = v.history
FROM unnest(%s::bigint[], %s::int[], %s::text[]) v (id, turn, history)
WHERE t.id = v.id AND t.state = 'open' AND (t.turn, t.history) IS DISTINCT FROM (v.turn, v.history)
"""
_ALL_BY_DUE = """
UPDATE feedback_calltask SET turn = %s, history = ''
WHERE state = 'open' AND (turn <> %s OR history <> '')
"""
_FIRST = """
UPDATE feedback_calltask SET turn = %(first)s, history = ''
WHERE state = 'open' AND turn <> %(first)s
  AND (due_at <= %(now)s OR NOT reason = ANY (%(ordered)s))
"""


def reckon(now: datetime) -> int:
    """Bring the turns of open calls up to the hour; how many changed. A fixed number of queries."""
    lenders = [lender.pk for lender in Lender.objects.order_by("pk") if _learns(lender, now)]
    chances = counted(now) if lenders else None
    with connection.cursor() as cursor:
        if chances is None or not chances.known:
            cursor.execute(_ALL_BY_DUE, [MIDDLE, MIDDLE])
            return int(cursor.rowcount)
        values: dict[str, Any] = {
            "now": now,
            "since": now - LOOK_BACK,
            "lenders": lenders,
            "ordered": list(ORDERED),
            "first": FIRST,
        }
        cursor.execute(_FIRST, values)
        changed = int(cursor.rowcount)
        cursor.execute(_WAITING, values)
        turns = [
            (pk, turn_of(chances.of(History(history), hour)), history)
            for pk, history, hour in cursor.fetchall()
        ]
        cursor.execute(_TURNS, _columns(turns))
        return changed + int(cursor.rowcount)


def why(task: CallTask) -> str:
    """Why it stands where it stands, in words; empty where nothing was learned."""
    if task.state != CallTask.State.OPEN or not task.history:
        return ""
    return _("about %(tenths)d of 10 such calls are answered at this hour: %(history)s") % {
        "tenths": tenths_of(task.turn),
        "history": task.get_history_display(),
    }


def counted(now: datetime) -> Chances:
    """What came of the calls of the last months."""
    values: dict[str, Any] = {"since": now - LOOK_BACK, "now": now, "band": BAND_HOURS}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        return Chances(
            {
                (History(history), int(band)): Count(calls, answered)
                for history, band, calls, answered in cursor.fetchall()
            }
        )


def _learns(lender: Lender, now: datetime) -> bool:
    try:
        policy = in_force.policy(lender, now)[1]
        return policy.call_order == BY_ANSWERS
    except in_force.NothingInForce:
        return False


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
