"""What was paid after a customer wrote: a reply may speak of a debt that is gone when it is read.

A loan shows only what is due on it now. Where the part a reply was about has been paid, what stands
there is the next part, and nobody has said anything about that one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F, Max, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Loan, Repayment
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from messaging.models import Reply
from messaging.models.run import CandidateLoan


class PaidSince(NamedTuple):
    """Money for one loan that was booked after a reply, less what went back of it. `on`: the day of
    the last payment; `settled`: nothing of what was due when the reply was written is left."""

    loan: Loan
    amount: Decimal
    on: date
    settled: bool

    @property
    def said(self) -> str:
        """In words, for whoever reads the reply."""
        paid = {
            "loan": self.loan.loan_no,
            "amount": money(self.amount, self.loan.currency),
            "day": date_format(self.on, "DATE_FORMAT"),
            "left": money(self.loan.amount_due, self.loan.currency),
            "due": date_format(self.loan.due_date, "DATE_FORMAT"),
        }
        if not self.settled:
            return (
                _("%(loan)s: %(amount)s was paid on %(day)s; %(left)s of it is still due.") % paid
            )
        if self.loan.amount_due <= 0:
            return _("%(loan)s: %(amount)s was paid on %(day)s; nothing is due any more.") % paid
        return (
            _(
                "%(loan)s: %(amount)s was paid on %(day)s; that part is settled. The next, "
                "%(left)s, is due on %(due)s only."
            )
            % paid
        )


def paid_since(reply: Reply, now: datetime) -> list[PaidSince]:
    """By loan, for what came in after `reply` was written. Two queries, or one."""
    if reply.customer_id is None:
        return []
    came = (
        Repayment.objects.filter(
            loan__customer=reply.customer_id, recorded_at__gt=reply.received_at
        )
        .values("loan")
        .annotate(total=Sum("amount"), last=Max("paid_on"), booked=Max("recorded_at"))
        .filter(total__gt=0)
    )
    by_loan = {row["loan"]: row for row in came}
    if not by_loan:
        return []
    was_due = _was_due(reply, by_loan)
    loans = Loan.objects.filter(pk__in=by_loan).select_related("lender").order_by("due_date", "pk")
    return [
        PaidSince(
            loan=loan,
            amount=by_loan[loan.pk]["total"],
            on=by_loan[loan.pk]["last"],
            settled=_is_settled(loan, was_due.get(loan.pk), by_loan[loan.pk]["booked"], now),
        )
        for loan in loans
    ]


def settled_since(reply: Reply | None, now: datetime) -> dict[int, PaidSince]:
    """The loans, by id, of which this reply can promise nothing any more."""
    found = paid_since(reply, now) if reply is not None else []
    return {each.loan.pk: each for each in found if each.settled}


def _is_settled(loan: Loan, was_due: date | None, booked: datetime, now: datetime) -> bool:
    if loan.amount_due <= 0:
        return True
    if loan.due_date <= lender_day(loan.lender, now):
        return False
    # Not due yet: the rest of the part the reply was about, or the part after it.
    return loan.due_date > was_due if was_due is not None else loan.as_of >= booked


def _was_due(reply: Reply, loans: Iterable[int]) -> dict[int, date]:
    """When each was due by the text that was replied to."""
    candidate = reply.answers.candidate_id if reply.answers else None
    if candidate is None:
        return {}
    named = CandidateLoan.objects.filter(candidate=candidate, loan__in=list(loans))
    return {
        row.loan_id: date.fromordinal(row.day.toordinal() - row.days_past_due)
        for row in named.annotate(day=F("candidate__run__day"))
    }
