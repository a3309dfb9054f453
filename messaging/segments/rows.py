"""Rows with the facts that conditions ask for: of loans due, of candidates, of episodes.

A source is SQL with the columns of `messaging.policy.segments.facts.Known`, `row_id` and
`customer_id`. Language and region are the customer's, as a text would take them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from accounts.rules.delinquency import (
    OFTEN_LATE_AT_LEAST,
    OFTEN_LATE_SHARE,
    Habit,
    Stage,
    last_day_of_stage,
    stage_of,
)
from messaging.models import Run
from messaging.planning.due import DAYS_AHEAD


class Source(NamedTuple):
    sql: str
    parameters: dict[str, Any]


def _stage(days: str) -> str:
    found, dpd = [], -DAYS_AHEAD
    while (stage := stage_of(dpd)) not in (None, Stage.DPD_16_UP):
        last = last_day_of_stage(dpd)
        found.append(f"WHEN {days} <= {last} THEN '{stage}'")
        dpd = last + 1
    return f"CASE {' '.join(found)} ELSE '{Stage.DPD_16_UP}' END"


def habit(paid: str, late: str) -> str:
    """The habit, as an expression over instalments paid and paid late."""
    return f"""CASE WHEN {late} = 0 THEN '{Habit.ALWAYS_ON_TIME}'
    WHEN {late} >= {OFTEN_LATE_AT_LEAST} AND {late} >= {OFTEN_LATE_SHARE} * {paid}
    THEN '{Habit.OFTEN_LATE}' ELSE '{Habit.SOMETIMES_LATE}' END"""


_OF_CUSTOMER = """p.timezones::text[] AS region,
    COALESCE(NULLIF(p.wished_language, ''), p.language) AS language"""

# The history is the customer's over the loans due, as in planning; an unknown one counts as none.
_DUE = f"""
SELECT l.id AS row_id, l.customer_id, {habit("l.paid", "l.late")} AS habit,
       {_stage("(%(day)s::date - l.due_date)")} AS stage,
       %(day)s::date - l.due_date AS days_past_due, l.amount_due, l.currency, l.product, l.cause,
       {_OF_CUSTOMER},
       EXISTS (SELECT FROM messaging_reply y WHERE y.customer_id = l.customer_id) AS answered,
       l.officer_name <> '' AS officer
FROM (
    SELECT l.id, l.customer_id, l.due_date, l.amount_due, l.currency, l.product, l.cause,
           l.officer_name,
           sum(COALESCE(l.instalments_paid, 0)) OVER own AS paid,
           sum(LEAST(COALESCE(l.instalments_paid_late, 0), COALESCE(l.instalments_paid, 0)))
               OVER own AS late
    FROM accounts_loan l
    WHERE l.lender_id = %(lender)s AND l.amount_due > 0 AND l.due_date <= %(until)s
    WINDOW own AS (PARTITION BY l.customer_id)
) l JOIN accounts_customer p ON p.id = l.customer_id
"""  # noqa: S608  (figures and names of accounts.rules.delinquency only)

_CANDIDATES = f"""
SELECT c.id AS row_id, c.customer_id, c.habit, l.stage, l.days_past_due, l.amount_due, c.currency,
       o.product, c.cause, {_OF_CUSTOMER},
       EXISTS (SELECT FROM messaging_reply y
               WHERE y.customer_id = c.customer_id AND y.received_at < %(at)s) AS answered,
       o.officer_name <> '' AS officer
FROM messaging_candidate c
JOIN LATERAL (
    SELECT l.loan_id, l.stage, l.days_past_due, l.amount_due FROM messaging_candidateloan l
    WHERE l.candidate_id = c.id ORDER BY l.id LIMIT 1
) l ON true
JOIN accounts_loan o ON o.id = l.loan_id
JOIN accounts_customer p ON p.id = c.customer_id
WHERE c.run_id = %(run)s
"""  # noqa: S608


OF_ASSIGNMENT = f"""
SELECT a.id AS row_id, a.customer_id, a.habit, a.stage, a.days_past_due, a.amount_due, a.currency,
       o.product, a.cause, {_OF_CUSTOMER},
       EXISTS (SELECT FROM messaging_reply y
               WHERE y.customer_id = a.customer_id AND y.received_at < a.at) AS answered,
       o.officer_name <> '' AS officer
FROM accounts_loan o JOIN accounts_customer p ON p.id = a.customer_id WHERE o.id = a.loan_id
"""  # noqa: S608
"""Of one assignment `a`, as it was then; region and language as they are now."""


def due(lender_id: int, day: date) -> Source:
    """The lender's loans due on that day or within the first stage's days; `row_id` is the loan."""
    until = day + timedelta(days=DAYS_AHEAD)
    return Source(_DUE, {"lender": lender_id, "day": day, "until": until})


def candidates(run: Run) -> Source:
    """Of a run, by the loan that leads the text."""
    return Source(_CANDIDATES, {"run": run.pk, "at": run.planned_at})
