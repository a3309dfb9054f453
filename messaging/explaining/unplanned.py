"""Why a run had no candidate for a customer: said from what is on record about that day.

Planning takes everybody with something due within a week, and keeps the verdict of each. So whoever
is not in it owed nothing near enough, or had nothing new to hear; what is not on record is not
guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import F, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import Customer, Lender, Loan, Repayment
from accounts.rules.delinquency import days_past_due, occurrence, stage_of
from accounts.rules.money import money
from messaging.models import CandidateLoan, Run
from messaging.models.message_states import CONTACTS
from messaging.planning.due import DAYS_AHEAD
from messaging.policy.model import Policy

MOST_LOANS = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run knew of a loan on its day."""

    day: date
    due: date
    amount: Decimal
    planned_at: datetime | None


def sentences(
    customer: Customer, lender: Lender, run: Run, *, until: datetime, policy: Policy | None
) -> list[str]:
    """One a loan. `until`: when the run looked; what was recorded later it did not know. `policy`:
    of the run, for the stages of its texts. Four queries at most, whatever the history."""
    loans = list(Loan.objects.filter(customer=customer, lender=lender).order_by("pk")[:MOST_LOANS])
    before = _seen(loans, day__lt=run.day)
    after = _seen(loans, day__gt=run.day)
    paid = _paid(before, until)
    reminded = _reminded(loans, before, run.day, policy)
    return [
        _sentence(
            loan,
            before.get(loan.pk),
            after.get(loan.pk),
            paid.get(loan.pk, Decimal(0)),
            reminded.get(loan.pk),
            run.day,
        )
        for loan in loans
    ]


def _sentence(
    loan: Loan,
    before: Seen | None,
    after: Seen | None,
    paid: Decimal,
    reminded: date | None,
    day: date,
) -> str:
    if before is not None and paid < before.amount:
        left = money(before.amount - paid, loan.currency)
        return _still_due(loan.loan_no, left, before, reminded)
    due = after.due if after is not None else loan.due_date
    first = due - timedelta(days=DAYS_AHEAD)
    said = {"loan": loan.loan_no, "due": _spoken(due), "first": _spoken(first)}
    if before is not None:
        said |= {"amount": money(before.amount, loan.currency), "was_due": _spoken(before.due)}
        paid_for = _("Loan %(loan)s: the %(amount)s due on %(was_due)s had been paid.") % said
        if first <= day:
            return paid_for
        return f"{paid_for} {_AGAIN % said}"
    if first > day:
        return str(_NOT_YET % said)
    return str(_UNKNOWN % said)


_AGAIN = gettext_lazy(
    "The next instalment was due on %(due)s, so the first reminder was for %(first)s."
)
_NOT_YET = gettext_lazy(
    "Loan %(loan)s: nothing was due yet. The instalment was due on %(due)s, so the first reminder "
    "was for %(first)s."
)
_UNKNOWN = gettext_lazy(
    "Loan %(loan)s: no run before that day knew it as due; how it stood is not on record."
)


def _still_due(loan_no: str, left: str, before: Seen, reminded: date | None) -> str:
    said = {"loan": loan_no, "amount": left, "due": _spoken(before.due)}
    if reminded is None:
        return str(_NO_REASON % (said | {"seen": _spoken(before.day)}))
    return str(_HAD_ITS_TEXT % (said | {"reminded": _spoken(reminded)}))


_HAD_ITS_TEXT = gettext_lazy(
    "Loan %(loan)s: this stage had had its text on %(reminded)s, and a stage has one text. "
    "%(amount)s was due on %(due)s."
)
_NO_REASON = gettext_lazy(
    "Loan %(loan)s: why the run did not take it up is not on record. On %(seen)s, %(amount)s was "
    "due on %(due)s."
)


def _seen(loans: Sequence[Loan], **when: date) -> dict[int, Seen]:
    """What the nearest run before or after knew, by loan."""
    order = "-run_day" if "day__lt" in when else "run_day"
    rows = (
        CandidateLoan.objects.annotate(run_day=F("candidate__run__day"))
        .filter(loan__in=loans, **{f"run_{name}": day for name, day in when.items()})
        .order_by("loan", order)
        .distinct("loan")
        .values_list(
            *("loan", "run_day", "days_past_due", "amount_due", "candidate__run__planned_at")
        )
    )
    return {
        loan: Seen(day, day - timedelta(days=dpd), amount, planned_at)
        for loan, day, dpd, amount, planned_at in rows
    }


def _paid(before: dict[int, Seen], until: datetime) -> dict[int, Decimal]:
    """What came in between the two, by loan."""
    moments = [seen.planned_at for seen in before.values() if seen.planned_at is not None]
    if not moments:
        return {}
    rows = (
        Repayment.objects.filter(loan__in=before, recorded_at__gt=min(moments))
        .filter(recorded_at__lte=until)
        .values_list("loan", "recorded_at")
        .annotate(sum=Sum("amount"))
    )
    found: dict[int, Decimal] = {}
    for loan, at, amount in rows:
        planned_at = before[loan].planned_at
        if planned_at is not None and at > planned_at:
            found[loan] = found.get(loan, Decimal(0)) + amount
    return found


def _reminded(
    loans: Sequence[Loan], before: dict[int, Seen], day: date, policy: Policy | None
) -> dict[int, date]:
    """The last day before on which the stage of this day had its text, by loan."""
    if policy is None:
        return {}
    rows = (
        CandidateLoan.objects.annotate(run_day=F("candidate__run__day"))
        .filter(
            loan__in=loans,
            run_day__lt=day,
            run_day__gte=day - timedelta(days=2 * policy.repeat_days),
            left_out=False,
            candidate__messages__state__in=CONTACTS,
        )
        .order_by("run_day")
        .values_list("loan", "stage", "occurrence", "run_day", "days_past_due")
    )
    found: dict[int, date] = {}
    for loan, stage, repeated, run_day, dpd in rows:
        due = run_day - timedelta(days=dpd)
        late = days_past_due(due, day)
        place = (stage_of(late), occurrence(late, policy.repeat_days))
        if loan in before and before[loan].due == due and place == (stage, repeated):
            found[loan] = run_day
    return found


def _spoken(day: date) -> str:
    return date_format(day, _("j F"), use_l10n=False)
