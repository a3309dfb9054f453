"""A promise was kept by money that went back again: judged anew, the one thing that makes a
verdict worse. With its day still ahead it is open once more, and the loan silent again.
"""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection, transaction

from accounts.rules.lender_day import lender_day
from feedback.models import Promise
from feedback.promises.service import place_hold
from feedback.promises.settle_due import PAID
from feedback.promises.verdict import GRACE_DAYS, Verdict, verdict_of

State = Promise.State
NOT_THANKED_YET = (Promise.Thanks.DUE, Promise.Thanks.OFFERED)

# Only those that the money taken back at that moment had been evidence for.
_RESTED_ON_IT = f"""
SELECT p.id, p.state, p.amount, p.pay_on, l.amount_due, z.timezone, {PAID},
    EXISTS (SELECT FROM feedback_promise o WHERE o.loan_id = p.loan_id AND o.state = 'open')
FROM feedback_promise p
JOIN accounts_loan l ON l.id = p.loan_id
JOIN accounts_lender z ON z.id = l.lender_id
WHERE p.loan_id = ANY (%(loans)s) AND p.state IN ('kept', 'partly') AND EXISTS (
    SELECT FROM accounts_repayment v JOIN accounts_repayment o ON o.id = v.reverses_id
    WHERE v.loan_id = p.loan_id AND v.recorded_at = %(now)s
      AND o.recorded_at >= p.made_at AND o.recorded_at <= p.judged_at
)
ORDER BY p.customer_id, p.id
FOR NO KEY UPDATE OF p
"""  # noqa: S608 - constants only


class PromiseRow(NamedTuple):
    """A promise beside the ledger, as it is now."""

    pk: int
    state: str
    promised: Decimal
    pay_on: date
    owed: Decimal
    timezone: str
    paid: Decimal
    another_is_open: bool


@transaction.atomic
def settle_again(loan_ids: Collection[int], *, now: datetime) -> int:
    """Those that rested on what was taken back at `now`; how many stand worse."""
    if not loan_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_RESTED_ON_IT, {"loans": list(loan_ids), "now": now, "grace": GRACE_DAYS})
        rows = [PromiseRow(*row) for row in cursor.fetchall()]
    return sum(_settle(row, now) for row in rows)


def _settle(row: PromiseRow, now: datetime) -> bool:
    verdict = verdict_of(
        promised=row.promised,
        paid=row.paid,
        owed=row.owed,
        pay_on=row.pay_on,
        today=lender_day(row, now),
    )
    if verdict == Verdict.OPEN and row.another_is_open:
        verdict = Verdict.PARTLY if row.paid > 0 else Verdict.BROKEN
    promise = Promise.objects.filter(pk=row.pk)
    if verdict == row.state:
        promise.update(paid=row.paid)
        return False
    if verdict == Verdict.OPEN:
        _open_again(promise.select_related("loan__lender", "customer").get(), row.paid, now)
    else:
        promise.update(state=verdict, paid=row.paid, judged_at=now)
        promise.filter(thanks__in=NOT_THANKED_YET).update(thanks=Promise.Thanks.PASSED)
    return True


def _open_again(promise: Promise, paid: Decimal, now: datetime) -> None:
    loan, amount, on = promise.loan, promise.amount, promise.pay_on
    if loan is None or amount is None or on is None:
        raise ValueError(f"promise {promise.pk} was never made")
    promise.hold = place_hold(promise, loan=loan, amount=amount, on=on, by=None, now=now)
    promise.state, promise.paid = State.OPEN, paid
    promise.judged_at = promise.ended_at = None
    if promise.thanks in NOT_THANKED_YET:
        promise.thanks = Promise.Thanks.NONE
    promise.save(update_fields=["hold", "state", "paid", "judged_at", "ended_at", "thanks"])
