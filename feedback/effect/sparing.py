"""Which texts could be spared: read from groups that were drawn, found at night, kept for a page.

Control group and contact group are compared; in a cell in which a trial has an arm without a text,
that arm counts as not written to from the trial's first release on. An episode of the control group
gets no text in any stage, so what sparing its first text loses is no more than what is found here,
unless texts work against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from feedback.models import SparingFinding
from messaging.policy.segments.condition import write

if TYPE_CHECKING:
    from messaging.evaluation.sparing import Found

WITHIN = 14
"""Days in which what is repaid in full counts as kept."""

DAYS = 365
"""Of assignments that are looked at."""

MOST_ROWS = 100_000
"""More episodes are thinned by customer: half a minute of one processor."""

_EPISODES = """
WITH without AS (
    SELECT id, arms, stage, tone, cause, effective_from, ended_at FROM messaging_trial
    WHERE lender_id = %(lender)s AND arms @> '[null]' AND effective_from IS NOT NULL
), episode AS (
    SELECT a.*, o.fully_paid FROM messaging_assignment a
    JOIN feedback_episodeoutcome o ON o.assignment_id = a.id
    WHERE a.lender_id = %(lender)s AND a.day BETWEEN %(first)s AND %(last)s
      AND a.currency = %(currency)s
      AND a.education_id IS NULL
      AND (a.trial_id IS NULL OR a.trial_id IN (SELECT id FROM without))
), unwritten AS (
    SELECT e.loan_id, e.run_id FROM episode e JOIN without t ON t.id = e.trial_id
    WHERE t.arms -> e.trial_arm::int = 'null'::jsonb
)
SELECT e.customer_id, e.habit, e.stage, e.days_past_due, e.amount_due::float8, l.product, e.cause,
    EXISTS (SELECT FROM messaging_reply y
            WHERE y.customer_id = e.customer_id AND y.received_at < e.at),
    EXISTS (SELECT FROM without t
            WHERE t.stage = e.stage AND t.tone = e.tone AND t.cause IN (e.cause, 'unknown')
              AND t.effective_from <= e.at AND (t.ended_at IS NULL OR t.ended_at > e.at)),
    e.arm = 'contact' AND (e.loan_id, e.run_id) NOT IN (SELECT loan_id, run_id FROM unwritten),
    COALESCE(e.fully_paid <= %(within)s, false),
    hashint8extended(e.customer_id, 7) & 1 = 0
FROM episode e JOIN accounts_loan l ON l.id = e.loan_id
WHERE e.trial_id IS NULL OR NOT EXISTS (
    SELECT FROM episode n
    WHERE n.trial_id IS NULL AND n.loan_id = e.loan_id AND n.run_id = e.run_id)
ORDER BY hashint8extended(e.customer_id, 11), e.id LIMIT %(most)s
"""


def look(lender: Lender, *, now: datetime) -> SparingFinding:
    """Find and keep what can be said today, in place of what was said before."""
    today = lender_day(lender, now)
    found, conditions = _found(_episodes(lender, today), lender.currency)
    judged = found.judged
    finding, _made = SparingFinding.objects.update_or_create(
        lender=lender,
        defaults={
            "as_of": today,
            "episodes": found.rows,
            "effect": found.mean,
            "why": found.why or "",
            "conditions": conditions,
            "judged": {} if judged is None else vars(judged),
            "curve": [[point.spared, point.kept] for point in found.curve],
        },
    )
    return finding


def _episodes(lender: Lender, today: date) -> list[tuple[Any, ...]]:
    last = today - timedelta(days=WITHIN + 1)
    with connection.cursor() as cursor:
        cursor.execute(
            _EPISODES,
            {
                "lender": lender.pk,
                "currency": lender.currency,
                "first": last - timedelta(days=DAYS - 1),
                "last": last,
                "within": WITHIN,
                "most": MOST_ROWS,
            },
        )
        return list(cursor.fetchall())


def _found(
    episodes: Sequence[tuple[Any, ...]], currency: str
) -> tuple[Found, list[dict[str, Any]]]:
    """numpy is the night's work alone: no page and no worker brings it in at its start."""
    from messaging.evaluation.episode_table import table_of
    from messaging.evaluation.readable_rules import rules_over
    from messaging.evaluation.sparing import Found, Why, find

    if not episodes:
        return Found(None, Why.FEW, None, (), 0.0, 0), []
    table = table_of(episodes)
    rules = rules_over(table.known, currency)
    found = find(
        rows=table.rows,
        treated=table.treated,
        outcome=table.outcome,
        customers=table.customers,
        rules=rules,
        covariates=table.covariates,
        half=table.half,
    )
    return found, [] if found.best is None else write(rules.condition(found.best))
