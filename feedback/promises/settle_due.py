"""Judging promises from repayments: by the day, and at once when money comes in.

Safe to run twice, at any time, and beside itself: rows are locked, a verdict is written once, and
later evidence only raises one (money that went back again: `taken_back`). Rows somebody else is
judging are left to them and to the next run.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.rules.lender_day import lender_day
from feedback.models import Promise
from feedback.promises.service import end_hold
from feedback.promises.verdict import GRACE_DAYS, Verdict, mended, verdict_of

AT_ONCE = 500
MEND_DAYS = 60
"""A payment recorded this long after the promised day can still mend a verdict (P)."""

# What came in from the promise on, less what went back of it (dated as what it takes back).
PAID = """COALESCE((
           SELECT sum(r.amount) FROM accounts_repayment r
           LEFT JOIN accounts_repayment o ON o.id = r.reverses_id
           WHERE r.loan_id = p.loan_id AND COALESCE(o.recorded_at, r.recorded_at) >= p.made_at
             AND r.paid_on >= (p.made_at AT TIME ZONE z.timezone)::date
             AND r.paid_on <= p.pay_on + %(grace)s
       ), 0)"""
_STANDING = f"""
SELECT p.id, p.state, p.amount, p.pay_on, p.paid, l.amount_due, z.timezone, {PAID}
FROM feedback_promise p
JOIN accounts_loan l ON l.id = p.loan_id
JOIN accounts_lender z ON z.id = l.lender_id
WHERE {{which}}
ORDER BY p.id LIMIT %(most)s
FOR NO KEY UPDATE OF p SKIP LOCKED
"""  # noqa: S608 - constants only
_LIVE = "p.state = 'open' AND p.id > %(after)s"
# Of few loans at a time, so that no index of ended promises by day is needed.
_OF_LOANS = """p.loan_id = ANY (%(loans)s) AND p.id > %(after)s
  AND (p.state = 'open' OR p.state IN ('broken', 'partly') AND p.pay_on >= %(since)s)"""


class PromiseRow(NamedTuple):
    """A promise beside the ledger."""

    pk: int
    state: str
    promised: Decimal
    pay_on: date
    paid_before: Decimal
    owed: Decimal
    timezone: str
    paid: Decimal


def settle_due(now: datetime) -> int:
    """Judge every open promise; how many ended."""
    return _settle_all(_LIVE, now, {})


def settle_of_loans(loan_ids: Collection[int], *, now: datetime) -> int:
    """Judge the promises for these loans, those lately broken too; how many ended or mended."""
    since = now.date() - timedelta(days=MEND_DAYS)
    return _settle_all(_OF_LOANS, now, {"loans": list(loan_ids), "since": since})


def _settle_all(which: str, now: datetime, parameters: dict[str, Any]) -> int:
    after, ended = 0, 0
    while True:
        with transaction.atomic():
            rows = list(_rows(which, {**parameters, "after": after}))
            ended += sum(_settle_one(row, now) for row in rows)
        if len(rows) < AT_ONCE:
            return ended
        after = rows[-1].pk


def _rows(which: str, parameters: dict[str, Any]) -> Iterator[PromiseRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            _STANDING.format(which=which), {**parameters, "grace": GRACE_DAYS, "most": AT_ONCE}
        )
        return map(PromiseRow._make, cursor.fetchall())


def _settle_one(row: PromiseRow, now: datetime) -> bool:
    was = Verdict(row.state)
    verdict = verdict_of(
        promised=row.promised,
        paid=row.paid,
        # A loan settled later keeps no promise that was over by then.
        owed=row.owed if was == Verdict.OPEN else row.promised,
        pay_on=row.pay_on,
        today=lender_day(row, now),
    )
    ends = was == Verdict.OPEN and verdict != Verdict.OPEN
    if ends or mended(was, verdict):
        _write(row, verdict, now)
        return True
    if row.paid != row.paid_before:
        Promise.objects.filter(pk=row.pk).update(paid=row.paid)
    return False


def _write(row: PromiseRow, verdict: Verdict, now: datetime) -> None:
    promise = Promise.objects.select_related("hold").get(pk=row.pk)
    promise.state, promise.paid, promise.judged_at = verdict, row.paid, now
    promise.ended_at = promise.ended_at or now
    if verdict == Verdict.KEPT:
        promise.thanks = Promise.Thanks.DUE
    promise.save(update_fields=["state", "paid", "judged_at", "ended_at", "thanks"])
    kept = verdict == Verdict.KEPT
    reason = _("The promise was kept.") if kept else _("The day of the promise is over.")
    end_hold(promise, by=None, reason=reason, now=now)
