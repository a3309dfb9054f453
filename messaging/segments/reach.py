"""How many a condition holds for, and who they are. One query each, whatever their number."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from messaging.models import Run
from messaging.policy.segments.condition import Condition
from messaging.policy.segments.expression import expression
from messaging.segments import rows


class Reach(NamedTuple):
    """Loans due for which it holds and their customers; then of all that are due."""

    loans: int
    customers: int
    all_loans: int
    all_customers: int

    @property
    def share(self) -> float:
        return self.customers / self.all_customers if self.all_customers else 0.0


def reach(lender_id: int, condition: Condition, *, day: date) -> Reach:
    source, (where, parameters) = rows.due(lender_id, day), expression(condition)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*) FILTER (WHERE holds),
                   count(DISTINCT customer_id) FILTER (WHERE holds),
                   count(*), count(DISTINCT customer_id)
            FROM (SELECT f.customer_id, {where} AS holds FROM ({source.sql}) f) f
            """,  # noqa: S608  (what is asked for stands in the parameters)
            source.parameters | parameters,
        )
        return Reach(*cursor.fetchone())


class Found(NamedTuple):
    loan_id: int
    customer_id: int
    stage: str
    habit: str
    days_past_due: int


def loans(
    lender_id: int, condition: Condition, *, day: date, after: int = 0, size: int = 50
) -> list[Found]:
    """Loans due for which it holds, by id from the one after `after` on."""
    source, (where, parameters) = rows.due(lender_id, day), expression(condition)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT f.row_id, f.customer_id, f.stage, f.habit, f.days_past_due
            FROM ({source.sql}) f WHERE {where} AND f.row_id > %(after)s
            ORDER BY f.row_id LIMIT %(size)s
            """,  # noqa: S608
            {**source.parameters, **parameters, "after": after, "size": size},
        )
        return [Found(*row) for row in cursor.fetchall()]


def candidates(run: Run, condition: Condition) -> RawSQL:
    """The ids of the run's candidates for whom it holds, for `pk__in`."""
    return _ids("row_id", rows.candidates(run), condition)


def customers(lender_id: int, condition: Condition, *, day: date) -> RawSQL:
    """The ids of customers with a loan due for which it holds, for `pk__in`."""
    return _ids("customer_id", rows.due(lender_id, day), condition)


def _ids(column: str, source: rows.Source, condition: Condition) -> RawSQL:
    """Django counts its parameters; ours have names, for they stand in several places."""
    where, parameters = expression(condition)
    given = source.parameters | parameters
    order: list[Any] = []

    def placed(found: re.Match[str]) -> str:
        order.append(given[found[1]])
        return "%s"

    named = f"SELECT f.{column} FROM ({source.sql}) f WHERE {where}"  # noqa: S608
    return RawSQL(re.sub(r"%\((\w+)\)s", placed, named), order)  # noqa: S611
