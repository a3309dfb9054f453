"""What came of texts, counted by run and by day every few minutes as long as it still changes.

A page of results reads these sums: what they say is a few minutes old. A run that was never counted
is read from its messages themselves.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.timezone import get_default_timezone, localdate

from feedback.models import EndsOfRun, RepliesOfDay
from messaging.models import Run

KEPT = timedelta(days=95)
"""Longer than any page looks back."""

RECOUNTED = timedelta(days=3)
"""Receipts, and replies to a text, come in within this time after their day."""

_COLUMNS = "run_id, template_version_id, state, error_code, number, handed_over, segments, last_at"
_OF_MESSAGES = """
SELECT m.run_id, m.template_version_id, m.state, m.error_code, count(*) AS number,
       count(m.handed_over_at) AS handed_over,
       COALESCE(sum(m.segments) FILTER (WHERE m.handed_over_at IS NOT NULL), 0) AS segments,
       max(m.handed_over_at) AS last_at
FROM messaging_message m WHERE m.run_id = ANY (ARRAY(SELECT id FROM {runs}))
GROUP BY m.run_id, m.template_version_id, m.state, m.error_code
"""
ENDS = f"""
run AS MATERIALIZED (
    SELECT r.id, r.day, EXISTS (SELECT FROM feedback_endsofrun e WHERE e.run_id = r.id) AS counted
    FROM messaging_run r WHERE r.day > %(after)s AND r.day <= %(until)s
), never_counted AS MATERIALIZED (SELECT id FROM run WHERE NOT counted
), ends AS (
    SELECT {_COLUMNS} FROM feedback_endsofrun WHERE run_id IN (SELECT id FROM run)
    UNION ALL {_OF_MESSAGES.format(runs="never_counted")}
)
"""  # noqa: S608  (of this module)
"""For WITH: `ends` has the sums of runs after one day and until another; `run` has their days."""

_COUNT = f"""
INSERT INTO feedback_endsofrun ({_COLUMNS})
{_OF_MESSAGES.format(runs="unnest(%(runs)s::bigint[]) id")}
"""

_COUNT_REPLIES = """
INSERT INTO feedback_repliesofday (lender_id, day, template_version_id, intent, number)
SELECT m.lender_id, (p.received_at AT TIME ZONE %(zone)s)::date, m.template_version_id, p.intent,
       count(*)
FROM messaging_reply p JOIN messaging_message m ON m.id = p.answers_id
WHERE p.received_at >= %(since)s AND m.template_version_id IS NOT NULL
GROUP BY 1, 2, 3, 4
"""


def bring_up_to_date(now: datetime) -> int:
    """Count again what may still change, and what was never counted; how many runs."""
    today = localdate(now)
    runs = Run.objects.filter(day__gt=today - KEPT, day__lte=today)
    counted = EndsOfRun.objects.filter(run=OuterRef("pk"))
    due = runs.filter(Q(day__gte=today - RECOUNTED) | ~Exists(counted))
    ids = list(due.values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        # One at a time: two that count at once would each add the same rows.
        cursor.execute("LOCK TABLE feedback_endsofrun IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM feedback_endsofrun WHERE run_id = ANY (%s)", [ids])
        cursor.execute(_COUNT, {"runs": ids})
        _count_replies(cursor, today)
    return len(ids)


def replies_counted_until() -> date | None:
    """The last day of which it is known that replies were counted: runs are counted at the same
    time, and a day may have no reply. That day itself may not be over."""
    counted = EndsOfRun.objects.filter(run=OuterRef("pk"))
    by_run = Run.objects.filter(Exists(counted)).aggregate(last=Max("day"))["last"]
    by_reply = RepliesOfDay.objects.aggregate(last=Max("day"))["last"]
    return max(filter(None, (by_run, by_reply)), default=None)


def _count_replies(cursor: CursorWrapper, today: date) -> None:
    last = replies_counted_until()
    first = today - KEPT if last is None else min(last, today - RECOUNTED)
    zone = get_default_timezone()
    cursor.execute("DELETE FROM feedback_repliesofday WHERE day >= %s", [first])
    since = datetime.combine(first, time.min, zone)
    cursor.execute(_COUNT_REPLIES, {"since": since, "zone": str(zone)})
