"""The day on which the strategy next has a text for a customer: another question than from when
there may be one (messaging.explaining.next_contact), and answered once for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.models import Customer, Lender, Loan
from messaging.decisions.facts.loans import LOAN_COLUMNS, loan_rows, reminders
from messaging.decisions.facts.rows import LoanRow
from messaging.planning.choose import staged
from messaging.planning.due import DAYS_AHEAD
from messaging.policy.arms import CONTROL, arm_for
from messaging.policy.model import Policy

LONGEST_STAGE = 8
"""Days of the longest stage that is not repeated."""


@dataclass(frozen=True, slots=True)
class Planned:
    """`on`: the first day whose run has a text for a stage that had none; None: `why` there is no
    such day."""

    on: date | None = None
    why: str = ""


NOTHING_PLANNED = Planned()


def next_planned(
    customer: Customer, lender: Lender, policy: Policy, *, not_before: date
) -> Planned:
    """From `not_before` on, if the loans stay as they are. Two queries."""
    rows = Loan.objects.filter(customer=customer, lender=lender, amount_due__gt=0)
    loans = list(loan_rows(rows.order_by("pk").values_list(*LOAN_COLUMNS)))
    if not loans:
        return Planned(why=_("nothing is due"))
    if arm_for(customer.customer_no, lender.code, policy.control_share) == CONTROL:
        return Planned(why=_("in the control group, which gets no texts"))
    asked = [
        (day, staged(loan, day, policy), loan.due_date)
        for loan in loans
        if loan.amount_due >= policy.least_amount
        for day in _days(loan, policy, not_before)
    ]
    if not asked:
        return Planned(why=_("less is due than the least amount"))
    had = reminders(list({(place, due) for _day, place, due in asked}))
    days = [day for day, place, _due in asked if not had.reminded(place)]
    return Planned(min(days)) if days else Planned(why=_("nothing is due"))


def _days(loan: LoanRow, policy: Policy, not_before: date) -> list[date]:
    """Enough of them to come into the stage after the present one."""
    first = max(not_before, loan.due_date - timedelta(days=DAYS_AHEAD))
    span = max(policy.repeat_days, LONGEST_STAGE) + LONGEST_STAGE
    return [first + timedelta(days=n) for n in range(span)]
