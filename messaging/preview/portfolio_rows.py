"""Customers due, grouped by what a strategy decides on, and the few of them that are looked at."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import Loan
from accounts.rules.delinquency import LAST_STAGE_FROM, stage_of
from messaging.decisions.facts.loans import LOAN_COLUMNS, loan_rows
from messaging.decisions.facts.rows import LoanRow
from messaging.planning.due import DAYS_AHEAD
from messaging.policy.together import told_together
from messaging.preview.lenders_using import LenderUsing

SAMPLED = 400
"""Customers drawn by a hash of their number: the same ones every time, whoever they are."""

EXTREMES = 25
"""Customers each with the longest names, products and amounts, and with the most loans."""

# The loan longest past due leads, as in planning (planning.choose); the history is the customer's.
_LEADS = """
WITH asked AS (
    SELECT * FROM unnest(%(lenders)s::bigint[], %(horizons)s::date[], %(firsts)s::date[],
                         %(lasts)s::date[], %(leasts)s::numeric[])
        AS a (lender_id, horizon, first_due, last_due, least)
), leads AS MATERIALIZED (
    SELECT l.lender_id, l.customer_id, min(l.due_date) AS due_date,
           sum(CASE WHEN l.instalments_paid_late IS NULL THEN 0
                    ELSE coalesce(l.instalments_paid, 0) END) AS p,
           sum(CASE WHEN l.instalments_paid IS NULL THEN 0
                    ELSE coalesce(l.instalments_paid_late, 0) END) AS pl,
           max(length(l.product)) AS product_length, sum(l.amount_due) AS amount, count(*) AS loans
    FROM accounts_loan l JOIN asked a USING (lender_id)
    WHERE l.amount_due > 0 AND l.amount_due >= a.least AND l.due_date <= a.horizon
    GROUP BY l.lender_id, l.customer_id, a.first_due, a.last_due
    HAVING min(l.due_date) BETWEEN a.first_due AND a.last_due
), staged AS MATERIALIZED (
    SELECT DISTINCT ON (lender_id, customer_id) leads.*, l.cause,
           COALESCE(NULLIF(c.wished_language, ''), c.language) AS language,
           octet_length(c.name_enc) AS name_length, md5(c.customer_no) AS draw
    FROM leads
    JOIN accounts_loan l USING (lender_id, customer_id, due_date)
    JOIN asked a USING (lender_id)
    JOIN accounts_customer c ON c.id = customer_id
    WHERE l.amount_due > 0 AND l.amount_due >= a.least
    ORDER BY lender_id, customer_id, l.amount_due DESC, l.id
)
"""
_GROUPS = (
    _LEADS
    + """
SELECT lender_id, cause, p::bigint, pl::bigint, language, count(*)
FROM staged GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
)
_PICKS = (
    _LEADS  # noqa: S608 - constants only; what is asked for comes as parameters
    + """
, chosen AS MATERIALIZED (
    SELECT s.* FROM staged s JOIN unnest(
        %(g_lenders)s::bigint[], %(g_causes)s::text[], %(g_paid)s::bigint[], %(g_late)s::bigint[],
        %(g_languages)s::text[]) AS g (lender_id, cause, p, pl, language)
    ON (s.lender_id, s.cause, s.p, s.pl, s.language) = (g.lender_id, g.cause, g.p, g.pl, g.language)
)
SELECT lender_id, customer_id, bool_or(sampled) FROM (
    (SELECT lender_id, customer_id, true AS sampled FROM chosen
     ORDER BY draw, lender_id LIMIT %(sampled)s)
    UNION ALL (SELECT lender_id, customer_id, false FROM chosen
     ORDER BY name_length DESC, draw LIMIT %(extremes)s)
    UNION ALL (SELECT lender_id, customer_id, false FROM chosen
     ORDER BY product_length DESC, draw LIMIT %(extremes)s)
    UNION ALL (SELECT lender_id, customer_id, false FROM chosen
     ORDER BY amount DESC, draw LIMIT %(extremes)s)
    UNION ALL (SELECT lender_id, customer_id, false FROM chosen
     ORDER BY loans DESC, draw LIMIT %(extremes)s)
) AS picked GROUP BY 1, 2 ORDER BY 1, 2
"""
)


@dataclass(frozen=True)
class Group:
    """Customers of one lender that a strategy treats alike; `language` is theirs."""

    user: LenderUsing
    cause: str
    paid: int
    paid_late: int
    language: str
    customers: int


class Pick(NamedTuple):
    """A customer to look at; `sampled`: drawn, and not only for being extreme."""

    lender_id: int
    customer_id: int
    sampled: bool


def groups(stage: str, users: Sequence[LenderUsing]) -> list[Group]:
    """All customers whose lead loan is in the stage. One query."""
    if not users:
        return []
    by_lender = {user.lender.pk: user for user in users}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, _asked(stage, users))
        return [Group(by_lender[lender_id], *rest) for lender_id, *rest in cursor.fetchall()]


def picks(stage: str, of: Sequence[Group]) -> list[Pick]:
    """At most SAMPLED + 4 × EXTREMES customers of these groups. One query."""
    if not of:
        return []
    users = {group.user.lender.pk: group.user for group in of}
    told: dict[str, Any] = {
        "g_lenders": [group.user.lender.pk for group in of],
        "g_causes": [group.cause for group in of],
        "g_paid": [group.paid for group in of],
        "g_late": [group.paid_late for group in of],
        "g_languages": [group.language for group in of],
        "sampled": SAMPLED,
        "extremes": EXTREMES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PICKS, _asked(stage, list(users.values())) | told)
        return [Pick(*row) for row in cursor.fetchall()]


def loans_named(
    of: Collection[Pick], users: dict[int, LenderUsing]
) -> dict[tuple[int, int], list[LoanRow]]:
    """By lender and customer, the loans one text would name, the lead first. One query."""
    rows = (
        Loan.objects.filter(
            customer__in={pick.customer_id for pick in of}, lender__in=list(users), amount_due__gt=0
        )
        .order_by("pk")
        .values_list("lender_id", *LOAN_COLUMNS)
    )
    due: dict[tuple[int, int], list[LoanRow]] = defaultdict(list)
    for lender_id, *columns in rows:
        (loan,) = loan_rows([tuple(columns)])
        user = users[lender_id]
        worth = loan.amount_due >= user.policy.least_amount
        if worth and loan.due_date <= _horizon(user):
            due[lender_id, loan.customer_id].append(loan)
    return {key: told_together(loans, users[key[0]].day) for key, loans in due.items()}


def _asked(stage: str, users: Sequence[LenderUsing]) -> dict[str, Any]:
    spans = [_due_dates(stage, user.day) for user in users]
    return {
        "lenders": [user.lender.pk for user in users],
        "horizons": [_horizon(user) for user in users],
        "firsts": [first for first, _last in spans],
        "lasts": [last for _first, last in spans],
        "leasts": [user.policy.least_amount for user in users],
    }


def _horizon(user: LenderUsing) -> date:
    return user.day + timedelta(days=DAYS_AHEAD)


def _due_dates(stage: str, day: date) -> tuple[date, date]:
    """The first and last due date of loans that are in this stage on that day."""
    days = [dpd for dpd in range(-DAYS_AHEAD, LAST_STAGE_FROM + 1) if stage_of(dpd) == stage]
    open_ended = days[-1] >= LAST_STAGE_FROM
    return date.min if open_ended else day - timedelta(days[-1]), day - timedelta(days[0])
