"""All checks over one period, in one snapshot of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from accounts.database.one_snapshot import read_at_one_moment
from messaging.report import queries, rules
from messaging.report.parts import Check, Period, Report

# Few statements over many rows: they sort in memory where they can, and their planning is not made
# longer by compiling them.
_FOR_MANY_ROWS = """
SELECT set_config('jit', 'off', true), set_config('work_mem',
    greatest(pg_size_bytes(current_setting('work_mem')), 64 * 1024 * 1024) / 1024 || 'kB', true)
"""


def compliance(
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    lender: int | None = None,
    rule: str = "",
    begins: Callable[[int, int, str], None] = lambda number, of, name: None,  # noqa: ARG005
) -> Report:
    """The report over [since, until). It only reads; memory does not grow with the rows.

    `lender`: of that lender alone; `rule`: that check alone. `begins` is told before each check
    which it is of how many; what it raises ends the report.
    """
    period = Period(since, until, now, lender)
    chosen = [each for each in rules.every() if rule in ("", each.name)]
    with transaction.atomic():
        read_at_one_moment()
        with connection.cursor() as cursor:
            cursor.execute(_FOR_MANY_ROWS)
        checks = []
        for number, each in enumerate(chosen):
            begins(number, len(chosen), each.name)
            checks.append(_carried_out(each, period))
        return Report(period, tuple(checks))


def _carried_out(rule: rules.Rule, period: Period) -> Check:
    with queries.noted() as asked:
        check = rule.check(period)
    check.queries = asked
    return check
