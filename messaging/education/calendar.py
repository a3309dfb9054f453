"""What went and what could go when: the plans there were, and for the coming days how many would be
free of reminders, holds and earlier pieces. Figures of one lender; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.models import EducationPlan
from messaging.models.message_states import CONTACTS, LEFT
from messaging.outbox.sql import fetch
from messaging.policy.model import Policy
from messaging.policy.rules.education import FIRST_STAGE_DAYS

AHEAD_DAYS = 28
BACK_DAYS = 92

# Of each customer who agreed, the days on which no reminder is near and no piece too near, as far
# as the ledger knows; who is on hold, or declined, has none.
_FREE = """
WITH agreed AS (
    SELECT c.id FROM accounts_customer c
    WHERE c.erased_at IS NULL
      AND EXISTS (SELECT FROM accounts_loan l
                  WHERE l.customer_id = c.id AND l.lender_id = %(lender)s)
      AND EXISTS (SELECT FROM accounts_consent n WHERE n.customer_id = c.id
                  AND n.kind = 'education' AND n.revoked_at IS NULL)
), known AS (
    SELECT a.id,
        EXISTS (SELECT FROM accounts_hold h WHERE h.customer_id = a.id AND h.released_at IS NULL
                AND (h.until IS NULL OR h.until > %(now)s)) AS held,
        (SELECT max(m.claimed_at) FROM messaging_message m WHERE m.customer_id = a.id
            AND m.content_class = 'education' AND m.state = ANY (%(states)s)
            AND m.claimed_at > %(now)s - make_interval(days => %(gap)s)) AS had,
        (SELECT max(m.claimed_at) FROM messaging_message m WHERE m.customer_id = a.id
            AND m.content_class = 'collection_service' AND m.state = ANY (%(states)s)
            AND m.claimed_at > %(now)s - make_interval(days => %(apart)s)) AS reminded,
        (SELECT min(l.due_date) FROM accounts_loan l
            WHERE l.customer_id = a.id
              AND (l.amount_due > 0 OR l.outstanding > 0 AND l.due_date >= %(today)s)) AS due
    FROM agreed a
), free AS (
    SELECT id, held,
        GREATEST(%(today)s::date,
            (had AT TIME ZONE %(zone)s)::date + %(gap)s,
            (reminded AT TIME ZONE %(zone)s)::date + %(apart)s) AS first,
        COALESCE(due - %(stage)s - %(apart)s - 1, 'infinity'::date) AS last
    FROM known
)
SELECT d::date, count(f.id) FROM generate_series(%(today)s::date, %(until)s::date, '1 day') AS d
LEFT JOIN free f ON NOT f.held AND d::date BETWEEN f.first AND f.last
GROUP BY d ORDER BY d
"""
_PLANS = """
SELECT p.id, p.day, p.state, count(c.id) FILTER (WHERE c.to_send),
       count(c.id) FILTER (WHERE c.eligible AND c.arm = 'control'),
       count(c.id) FILTER (WHERE NOT c.eligible), p.without_consent,
       count(m.id) FILTER (WHERE m.state = ANY (%s))
FROM messaging_educationplan p
LEFT JOIN messaging_educationcandidate c ON c.plan_id = p.id
LEFT JOIN messaging_message m ON m.id = c.message_id
WHERE p.lender_id = %s AND p.day >= %s
GROUP BY p.id ORDER BY p.day DESC, p.id DESC
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """One plan: how many to send, kept in the control group, left out; and how many have left."""

    pk: int
    day: date
    state: str
    to_send: int
    control: int
    left_out: int
    without_consent: int
    left: int

    @property
    def label(self) -> str:
        return str(EducationPlan.State(self.state).label)


@dataclass(frozen=True, slots=True)
class Day:
    """A coming day; `free`: customers whom a piece could reach then, as things stand."""

    day: date
    free: int


def plans(lender: Lender, now: datetime) -> list[Planned]:
    """The plans of the last months, the newest first."""
    since = lender_day(lender, now) - timedelta(days=BACK_DAYS)
    return [Planned(*row) for row in fetch(_PLANS, sorted(LEFT), lender.pk, since)]


def coming(lender: Lender, policy: Policy, now: datetime) -> list[Day]:
    """Today and the days after it."""
    today = lender_day(lender, now)
    values: dict[str, Any] = {
        "lender": lender.pk,
        "now": now,
        "today": today,
        "until": today + timedelta(days=AHEAD_DAYS - 1),
        "zone": lender.timezone,
        "states": sorted(CONTACTS),
        "gap": policy.education_gap_days,
        "apart": policy.education_apart_days,
        "stage": FIRST_STAGE_DAYS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FREE, values)
        return [Day(*row) for row in cursor.fetchall()]
