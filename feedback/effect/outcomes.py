"""Counting what became of each episode: in sets, only those whose days are not over."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from feedback.effect.horizons import HARM_DAYS, HORIZONS, LATE_DAYS, LONGEST

_WITHIN = ", ".join(f"COALESCE(sum(amount) FILTER (WHERE after <= {days}), 0)" for days in HORIZONS)
_NOTHING = ", ".join("0" for _days in HORIZONS)

# In a table of their own with its figures known to the planner: an estimate of one row, as after a
# load, makes it walk through everything once an episode.
_OPEN = """
CREATE TEMPORARY TABLE open_episode ON COMMIT DROP AS
    SELECT id, customer_id, loan_id, day, at, amount_due FROM messaging_assignment
    WHERE lender_id = %(lender)s AND day BETWEEN %(first)s AND %(today)s
"""

# A repayment that was taken back has a negative row of the same day, so sums by day come out.
_COUNT = f"""
WITH daily AS (
    SELECT o.id, r.paid_on - o.day AS after, sum(r.amount) AS amount
    FROM open_episode o JOIN accounts_repayment r
         ON r.loan_id = o.loan_id AND r.paid_on BETWEEN o.day AND o.day + {LONGEST}
    GROUP BY o.id, after
), running AS (
    SELECT id, after, amount, sum(amount) OVER (PARTITION BY id ORDER BY after) AS so_far FROM daily
), paid AS (
    SELECT d.id, min(d.after) FILTER (WHERE d.so_far > 0) AS first_paid,
           min(d.after) FILTER (WHERE d.so_far >= o.amount_due) AS fully_paid,
           ARRAY[{_WITHIN}] AS repaid
    FROM running d JOIN open_episode o ON o.id = d.id GROUP BY d.id
), suppressed AS (
    SELECT o.id, s.kind FROM open_episode o
    JOIN accounts_contactpoint p ON p.customer_id = o.customer_id
    JOIN messaging_suppression s ON s.address_hash = p.address_hash AND s.channel = p.channel
    WHERE s.at >= o.at AND s.at < o.at + %(span)s
)
INSERT INTO feedback_episodeoutcome (
    assignment_id, first_paid, fully_paid, repaid, complained, opted_out, distressed, in_hardship,
    wrong_person, rating, counted_on
)
SELECT o.id, p.first_paid, p.fully_paid, COALESCE(p.repaid, ARRAY[{_NOTHING}]),
    o.id IN (SELECT o2.id FROM open_episode o2 JOIN feedback_complaint c USING (customer_id)
             WHERE c.opened_at >= o2.at AND c.opened_at < o2.at + %(span)s),
    o.id IN (SELECT id FROM suppressed WHERE kind = 'opt_out'),
    o.id IN (SELECT o2.id FROM open_episode o2 JOIN feedback_conversation c USING (customer_id)
             JOIN feedback_alarm a ON a.conversation_id = c.id AND a.kind = 'distress'
             WHERE a.raised_at >= o2.at AND a.raised_at < o2.at + %(span)s),
    o.id IN (SELECT o2.id FROM open_episode o2 JOIN feedback_hardshipcase h USING (customer_id)
             WHERE h.opened_at >= o2.at AND h.opened_at < o2.at + %(span)s),
    o.id IN (SELECT id FROM suppressed WHERE kind = 'wrong_party'),
    (SELECT s.rating FROM feedback_survey s
     WHERE s.customer_id = o.customer_id AND s.rating IS NOT NULL
       AND s.opened_at >= o.at AND s.opened_at < o.at + %(span)s
     ORDER BY s.opened_at DESC LIMIT 1),
    %(today)s
FROM open_episode o LEFT JOIN paid p ON p.id = o.id
ON CONFLICT (assignment_id) DO UPDATE SET
    first_paid = EXCLUDED.first_paid, fully_paid = EXCLUDED.fully_paid, repaid = EXCLUDED.repaid,
    complained = EXCLUDED.complained, opted_out = EXCLUDED.opted_out,
    distressed = EXCLUDED.distressed, in_hardship = EXCLUDED.in_hardship,
    wrong_person = EXCLUDED.wrong_person, rating = EXCLUDED.rating,
    counted_on = EXCLUDED.counted_on
"""  # noqa: S608  (days of this room only)


@transaction.atomic
def count(lender: Lender, *, now: datetime) -> int:
    """Count every episode of the lender whose days are not over; how many those are."""
    today = lender_day(lender, now)
    values: dict[str, Any] = {
        "lender": lender.pk,
        "first": first_open_day(today),
        "today": today,
        "span": HARM_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        cursor.execute("ANALYZE open_episode")
        cursor.execute(_COUNT, values)
        counted = int(cursor.rowcount)
        cursor.execute("DROP TABLE open_episode")
        return counted


def first_open_day(today: date) -> date:
    """Episodes assigned before it are counted for good."""
    return today - timedelta(days=LONGEST + LATE_DAYS)
