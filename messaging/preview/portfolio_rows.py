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
from messaging.policy.segments.expression import expression
from messaging.policy.together import told_together
from messaging.preview.lenders_using import LenderUsing
from messaging.segments import rows

SAMPLED = 400
"""Customers drawn by a hash of their number: the same ones every time, whoever they are."""

EXTREMES = 25
"""Customers each with the longest names, products and amounts, and with the most loans."""

# The loan longest past due leads, as in planning (planning.choose); the history is the customer's.
_STAGED = """
WITH asked AS (
    SELECT * FROM unnest(%(lenders)s::bigint[], %(horizons)s::date[], %(firsts)s::date[],
                         %(lasts)s::date[], %(leasts)s::numeric[], %(days)s::date[])
        AS a (lender_id, horizon, first_due, last_due, least, day)
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
    SELECT DISTINCT ON (lender_id, customer_id) leads.*, l.cause, l.currency, l.product,
           l.amount_due, l.officer_name <> '' AS officer, a.day - due_date AS days_past_due,
           c.timezones::text[] AS region,
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
# What conditions of segments ask for; a column that none of them asks for is not worked out.
_KNOWN = f"""
SELECT s.*, %(stage)s::text AS stage, {rows.habit("s.p", "s.pl")} AS habit,
       EXISTS (SELECT FROM messaging_reply y WHERE y.customer_id = s.customer_id) AS answered
FROM staged s
"""  # noqa: S608  (names only)
_GROUPS = """
SELECT lender_id, cause, p::bigint, pl::bigint, language, count(*), rule
FROM led GROUP BY 1, 2, 3, 4, 5, 7 ORDER BY 1, 2, 3, 4, 5, 7
"""
_PICKS = """
, chosen AS MATERIALIZED (
    SELECT s.* FROM led s JOIN unnest(
        %(g_lenders)s::bigint[], %(g_causes)s::text[], %(g_paid)s::bigint[], %(g_late)s::bigint[],
        %(g_languages)s::text[], %(g_rules)s::int[]) AS g (lender_id, cause, p, pl, language, rule)
    ON (s.lender_id, s.cause, s.p, s.pl, s.language, COALESCE(s.rule, -1))
        = (g.lender_id, g.cause, g.p, g.pl, g.language, COALESCE(g.rule, -1))
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


@dataclass(frozen=True)
class Group:
    """Customers of one lender that a strategy treats alike; `language` is theirs, `rule` the line
    for a segment that holds for them first, counted within the stage."""

    user: LenderUsing
    cause: str
    paid: int
    paid_late: int
    language: str
    customers: int
    rule: int | None = None

    def template_id(self, stage: str) -> int | None:
        """The template they are led to in this stage."""
        return self.user.template_id(
            stage, cause=self.cause, paid=self.paid, paid_late=self.paid_late, rule=self.rule
        )


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
        led, asked = _led(stage, users)
        cursor.execute(led + _GROUPS, asked)
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
        "g_rules": [group.rule for group in of],
        "sampled": SAMPLED,
        "extremes": EXTREMES,
    }
    with connection.cursor() as cursor:
        led, asked = _led(stage, list(users.values()))
        cursor.execute(led + _PICKS, asked | told)
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


def _led(stage: str, users: Sequence[LenderUsing]) -> tuple[str, dict[str, Any]]:
    """The customers in the stage, each with the `rule` that holds for them first, and what that
    asks for as parameters."""
    asked, cases = _asked(stage, users), []
    for user in users:
        for place, rule in enumerate(user.rules(stage)):
            named = f"s{user.lender.pk}_{place}_"
            where, parameters = expression(rule.condition, name=named)
            asked |= parameters | {f"{named}lender": user.lender.pk}
            cases.append(f"WHEN f.lender_id = %({named}lender)s AND {where} THEN {place}")
    if not cases:
        led = ", led AS (SELECT s.*, NULL::int AS rule FROM staged s)"
        return _STAGED + led, asked
    rule_of = f"CASE {' '.join(cases)} END AS rule"
    led = f", led AS MATERIALIZED (SELECT f.*, {rule_of} FROM ({_KNOWN}) f)"  # noqa: S608
    return _STAGED + led, asked


def _asked(stage: str, users: Sequence[LenderUsing]) -> dict[str, Any]:
    spans = [_due_dates(stage, user.day) for user in users]
    return {
        "stage": stage,
        "days": [user.day for user in users],
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
