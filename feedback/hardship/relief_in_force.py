"""How a customer's hardship stands, for screens and for their own page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from accounts.models import Customer, Loan, Repayment
from accounts.rules.lender_day import lender_day
from feedback.hardship.plan import InstalmentState, Row, instalment_states
from feedback.models import HardshipCase, HardshipDecision
from feedback.models.hardship import LIVE

Outcome = HardshipDecision.Outcome


@dataclass(frozen=True, slots=True)
class Relief:
    """A live case and what is in force of it. `granted` None: not decided yet."""

    case: HardshipCase
    granted: HardshipDecision | None
    until: date | None
    plan: tuple[tuple[Row, InstalmentState], ...]


def relief(customer: Customer, now: datetime) -> Relief | None:
    """The customer's live case; None when there is none. At most five queries."""
    case = HardshipCase.objects.filter(customer=customer, state__in=LIVE).first()
    if case is None:
        return None
    granted = in_force(case)
    return Relief(
        case=case,
        granted=granted,
        until=granted.until if granted else None,
        plan=plan_of(granted, now) if granted else (),
    )


def in_force(case: HardshipCase) -> HardshipDecision | None:
    """The newest approved decision of a case that grants something."""
    approved = case.decisions.filter(state=HardshipDecision.State.APPROVED)
    granting = approved.exclude(outcome__in=[Outcome.NONE, Outcome.END])
    return granting.select_related("loan__lender").order_by("-decided_at", "-pk").first()


def plan_of(decision: HardshipDecision, now: datetime) -> tuple[tuple[Row, InstalmentState], ...]:
    """The instalments with how each stands: money since the approval pays the oldest first."""
    rows = [Row(row.due_on, row.amount) for row in decision.instalments.order_by("due_on")]
    if not rows or decision.loan is None:
        return ()
    since = decision.decided_at or decision.proposed_at
    today = lender_day(decision.loan.lender, now)
    return tuple(
        zip(
            rows,
            instalment_states(rows, paid=_paid(decision.loan, since), today=today),
            strict=True,
        )
    )


def _paid(loan: Loan, since: datetime) -> Decimal:
    paid = Repayment.objects.filter(loan=loan, recorded_at__gte=since).aggregate(Sum("amount"))
    return paid["amount__sum"] or Decimal(0)
