"""When a customer is asked: after a complaint was answered, after a repayment, or by chance.

Each look is bounded by the newest rows, so its cost does not grow with the tables.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from accounts.models import Customer, Lender
from feedback.models import Survey
from feedback.surveys import service as surveys

LOOK_BACK = 20_000
"""Newest rows looked at: more than come in between two looks."""

AT_ONCE = 200
ONE_IN = 50
"""Of the customers who got a text, one in so many is asked in a quarter. Our own proposal."""

_LATELY = """NOT EXISTS (SELECT FROM feedback_survey s
    WHERE s.customer_id = {customer}
      AND s.opened_at > %(now)s - make_interval(days => %(fatigue)s))"""

_COMPLAINTS = f"""
SELECT c.customer_id, c.lender_id, 'complaint:' || c.id FROM feedback_complaint c
WHERE c.state = 'resolved' AND c.resolved_at > %(now)s - interval '7 days'
  AND c.lender_id IS NOT NULL AND {_LATELY.format(customer="c.customer_id")}
ORDER BY c.id LIMIT %(most)s
"""  # noqa: S608 - constants only
_REPAYMENTS = f"""
SELECT l.customer_id, l.lender_id, 'repayment:' || max(r.id) FROM (
    SELECT * FROM accounts_repayment ORDER BY id DESC LIMIT %(rows)s) AS r
JOIN accounts_loan l ON l.id = r.loan_id
WHERE r.recorded_at > %(now)s - interval '2 days' AND l.amount_due = 0 AND r.amount > 0
  AND EXISTS (SELECT FROM messaging_message m WHERE m.customer_id = l.customer_id
              AND m.lender_id = l.lender_id AND m.claimed_at > %(now)s - interval '30 days')
  AND {_LATELY.format(customer="l.customer_id")}
GROUP BY l.customer_id, l.lender_id ORDER BY 3 LIMIT %(most)s
"""  # noqa: S608 - constants only
_BY_CHANCE = f"""
SELECT m.customer_id, m.lender_id, 'message:' || max(m.id) FROM (
    SELECT * FROM messaging_message ORDER BY id DESC LIMIT %(rows)s) AS m
JOIN accounts_customer c ON c.id = m.customer_id
WHERE m.state = 'delivered' AND m.run_id IS NOT NULL
  AND ('x' || substr(md5(c.customer_no || %(quarter)s), 1, 8))::bit(32)::bigint
      %% %(one_in)s = 0
  AND {_LATELY.format(customer="m.customer_id")}
GROUP BY m.customer_id, m.lender_id ORDER BY 3 LIMIT %(most)s
"""  # noqa: S608 - constants only

_OCCASIONS = (
    (Survey.Occasion.COMPLAINT, _COMPLAINTS),
    (Survey.Occasion.REPAYMENT, _REPAYMENTS),
    (Survey.Occasion.SAMPLE, _BY_CHANCE),
)


def ask_due(now: datetime) -> int:
    """Open every survey that is due; how many. Safe at any time, by any number of workers."""
    return sum(_ask(occasion, query, now) for occasion, query in _OCCASIONS)


def _ask(occasion: str, query: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            {
                "now": now,
                "fatigue": surveys.FATIGUE.days,
                "rows": LOOK_BACK,
                "most": AT_ONCE,
                "one_in": ONE_IN,
                "quarter": f"{now.year}-{(now.month - 1) // 3}",
            },
        )
        found = cursor.fetchall()
    people = Customer.objects.in_bulk([row[0] for row in found])
    lenders = Lender.objects.in_bulk({row[1] for row in found})
    asked = [
        surveys.ask(
            people[customer_id],
            lender=lenders[lender_id],
            occasion=occasion,
            source=source,
            now=now,
        )
        for customer_id, lender_id, source in found
    ]
    return sum(each is not None for each in asked)
