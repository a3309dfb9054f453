"""Finding what became of episodes: of those whose days are not over, and of those of which
something new was written down. In sets; what has not changed is not written again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import Lender
from feedback.effect.horizons import HARM_DAYS, HORIZONS, LATE_DAYS, LONGEST
from messaging.models.message_states import LEFT

ENTERED_LATE = timedelta(days=1)
"""What bears an earlier time than the last count may have been committed after it."""

_WITHIN = ", ".join(f"COALESCE(sum(amount) FILTER (WHERE after <= {days}), 0)" for days in HORIZONS)
_NOTHING = ", ".join("0" for _days in HORIZONS)

_COLUMNS = (
    *("first_paid", "fully_paid", "repaid", "promise_kept", "complained", "opted_out"),
    *("distressed", "in_hardship", "wrong_person", "rating", "billed"),
)
"""What may change; the region is that of the first count for good."""

# In a table of their own with its figures known to the planner: an estimate of one row, as after a
# load, makes it walk through everything once an episode.
_OF = "a.id, a.customer_id, a.loan_id, a.day, a.at, a.amount_due, a.education_id"
_LOOK = f"""
CREATE TEMPORARY TABLE looked_at ON COMMIT DROP AS
    SELECT {_OF} FROM messaging_assignment a
    WHERE a.lender_id = %(lender)s AND a.day BETWEEN %(first)s AND %(today)s
"""  # noqa: S608  (of this module)
_LOOK_AGAIN = f"""
INSERT INTO looked_at
    SELECT {_OF} FROM messaging_assignment a
    JOIN (SELECT DISTINCT r.loan_id, r.paid_on FROM accounts_repayment r
          WHERE r.recorded_at >= %(since)s) r
         ON r.loan_id = a.loan_id AND r.paid_on BETWEEN a.day AND a.day + {LONGEST}
    WHERE a.lender_id = %(lender)s AND a.day < %(first)s
    UNION
    SELECT {_OF} FROM messaging_assignment a JOIN feedback_promise p ON p.loan_id = a.loan_id
    WHERE p.judged_at >= %(since)s AND a.lender_id = %(lender)s AND a.day < %(first)s
    UNION
    SELECT {_OF} FROM messaging_assignment a
    JOIN feedback_survey s ON s.customer_id = a.customer_id
         AND s.opened_at >= a.at AND s.opened_at < a.at + %(span)s
    WHERE s.rated_at >= %(since)s AND a.lender_id = %(lender)s AND a.day < %(first)s
"""  # noqa: S608

# A repayment that was taken back has a negative row of the same day, so sums by day come out. Who
# is erased is not found by the number any more: an opt-out that was counted stays. A text that
# names several loans is billed at the one that leads it, once. Who wants no more useful knowledge
# has opted out of what is judged there.
_COMPUTED = f"""
WITH daily AS (
    SELECT o.id, r.paid_on - o.day AS after, sum(r.amount) AS amount
    FROM looked_at o JOIN accounts_repayment r
         ON r.loan_id = o.loan_id AND r.paid_on BETWEEN o.day AND o.day + {LONGEST}
    GROUP BY o.id, after
), running AS (
    SELECT id, after, amount, sum(amount) OVER (PARTITION BY id ORDER BY after) AS so_far FROM daily
), paid AS (
    SELECT d.id, min(d.after) FILTER (WHERE d.so_far > 0) AS first_paid,
           min(d.after) FILTER (WHERE d.so_far >= o.amount_due) AS fully_paid,
           ARRAY[{_WITHIN}] AS repaid
    FROM running d JOIN looked_at o ON o.id = d.id GROUP BY d.id
), promised AS (
    SELECT o.id, min((p.judged_at AT TIME ZONE %(zone)s)::date - o.day) AS promise_kept
    FROM looked_at o JOIN feedback_promise p ON p.loan_id = o.loan_id
    WHERE p.state = 'kept' AND p.made_at >= o.at
      AND (p.judged_at AT TIME ZONE %(zone)s)::date <= o.day + {LONGEST}
    GROUP BY o.id
), suppressed AS (
    SELECT o.id, s.kind FROM looked_at o
    JOIN accounts_contactpoint p ON p.customer_id = o.customer_id
    JOIN messaging_suppression s ON s.address_hash = p.address_hash AND s.channel = p.channel
    WHERE s.at >= o.at AND s.at < o.at + %(span)s
    UNION ALL
    SELECT o.id, 'opt_out' FROM looked_at o
    JOIN messaging_educationdeclined d ON d.customer_id = o.customer_id
    WHERE o.education_id IS NOT NULL AND d.at >= o.at AND d.at < o.at + %(span)s
), billed AS (
    SELECT o.id, sum(m.segments) AS billed
    FROM looked_at o JOIN messaging_candidateloan l ON l.loan_id = o.loan_id
    JOIN messaging_message m ON m.candidate_id = l.candidate_id
    WHERE m.channel = 'sms' AND m.state = ANY (%(left)s)
      AND m.handed_over_at >= o.at AND m.handed_over_at < o.at + %(span)s
      AND NOT EXISTS (SELECT FROM messaging_candidateloan e
                      WHERE e.candidate_id = l.candidate_id AND e.id < l.id)
    GROUP BY o.id
), computed AS (
    SELECT o.id, o.customer_id, p.first_paid, p.fully_paid,
        COALESCE(p.repaid, ARRAY[{_NOTHING}]::numeric[]) AS repaid, m.promise_kept,
        o.id IN (SELECT o2.id FROM looked_at o2 JOIN feedback_complaint c USING (customer_id)
                 WHERE c.opened_at >= o2.at AND c.opened_at < o2.at + %(span)s) AS complained,
        o.id IN (SELECT id FROM suppressed WHERE kind = 'opt_out') AS opted_out,
        o.id IN (SELECT o2.id FROM looked_at o2 JOIN feedback_conversation c USING (customer_id)
                 JOIN feedback_alarm a ON a.conversation_id = c.id AND a.kind = 'distress'
                 WHERE a.raised_at >= o2.at AND a.raised_at < o2.at + %(span)s) AS distressed,
        o.id IN (SELECT o2.id FROM looked_at o2 JOIN feedback_hardshipcase h USING (customer_id)
                 WHERE h.opened_at >= o2.at AND h.opened_at < o2.at + %(span)s) AS in_hardship,
        o.id IN (SELECT id FROM suppressed WHERE kind = 'wrong_party') AS wrong_person,
        (SELECT s.rating FROM feedback_survey s
         WHERE s.customer_id = o.customer_id AND s.rating IS NOT NULL
           AND s.opened_at >= o.at AND s.opened_at < o.at + %(span)s
         ORDER BY s.opened_at DESC LIMIT 1) AS rating,
        COALESCE(b.billed, 0)::int AS billed
    FROM looked_at o LEFT JOIN paid p ON p.id = o.id LEFT JOIN promised m ON m.id = o.id
         LEFT JOIN billed b ON b.id = o.id
)
"""  # noqa: S608  (days of this room only)
_FRESH = f"""
CREATE TEMPORARY TABLE fresh_outcome ON COMMIT DROP AS
{_COMPUTED}, whole AS (
    SELECT c.id AS assignment_id, c.customer_id, o.assignment_id IS NULL AS is_new,
        c.first_paid, c.fully_paid, c.repaid, c.promise_kept, c.complained,
        c.opted_out OR COALESCE(o.opted_out, false) AS opted_out,
        c.distressed, c.in_hardship,
        c.wrong_person OR COALESCE(o.wrong_person, false) AS wrong_person,
        c.rating, c.billed, '{{}}'::int[] AS segments
    FROM computed c LEFT JOIN feedback_episodeoutcome o ON o.assignment_id = c.id
)
SELECT w.* FROM whole w LEFT JOIN feedback_episodeoutcome o ON o.assignment_id = w.assignment_id
WHERE w.is_new OR ({", ".join(f"w.{name}" for name in _COLUMNS)})
      IS DISTINCT FROM ({", ".join(f"o.{name}" for name in _COLUMNS)})
"""  # noqa: S608
_STORE = f"""
INSERT INTO feedback_episodeoutcome (
    assignment_id, {", ".join(_COLUMNS)}, segments, zone, counted_on
)
SELECT f.assignment_id, {", ".join(f"f.{name}" for name in _COLUMNS)}, f.segments,
    COALESCE((SELECT c.timezones[1] FROM accounts_customer c WHERE c.id = f.customer_id), ''),
    %(today)s
FROM fresh_outcome f
ON CONFLICT (assignment_id) DO UPDATE SET
    {", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS)}, counted_on = EXCLUDED.counted_on
"""  # noqa: S608


def look(lender: Lender, *, today: date, since: datetime | None, counted_on: date | None) -> int:
    """Put what is new or other than stored into `fresh_outcome`; how many episodes were looked at.

    `since`, `counted_on`: of the last count. None: every episode there is. Within a transaction.
    """
    first = date.min if counted_on is None else first_open_day(min(today, counted_on))
    values = _values(lender, today, first, since)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS looked_at, fresh_outcome")
        cursor.execute(_LOOK, values)
        if since is not None:
            cursor.execute(_LOOK_AGAIN, values)
        cursor.execute("ANALYZE looked_at")
        cursor.execute(_FRESH, values)
        cursor.execute("ANALYZE fresh_outcome")
        cursor.execute("SELECT count(*) FROM looked_at")
        return int(cursor.fetchone()[0])


def store(*, today: date) -> None:
    """Write what `look` found."""
    with connection.cursor() as cursor:
        cursor.execute(_STORE, {"today": today})


def first_open_day(today: date) -> date:
    """Episodes assigned before it change only by what is written down late."""
    return today - timedelta(days=LONGEST + LATE_DAYS)


def _values(lender: Lender, today: date, first: date, since: datetime | None) -> dict[str, Any]:
    return {
        "lender": lender.pk,
        "first": first,
        "today": today,
        "since": since and since - ENTERED_LATE,
        "span": HARM_DAYS,
        "left": list(LEFT),
        "zone": lender.timezone,
    }
