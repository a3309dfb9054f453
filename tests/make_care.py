"""Promises, hardship cases and repayments made to order, through the real services."""

import itertools
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Loan, Repayment
from feedback.hardship import cases, decisions
from feedback.models import HardshipCase, HardshipDecision, Promise
from feedback.promises import service as promises
from tests import make

_serial = itertools.count(1)
FRIDAY = make.DAY + timedelta(days=3)


def promise(*, now: datetime, loan: Loan | None = None, **changes: Any) -> Promise:
    """An open promise of the whole amount due, by Friday, entered by an agent."""
    loan = loan or make.loan()
    said: dict[str, Any] = {
        "loan": loan,
        "amount": loan.amount_due,
        "on": FRIDAY,
        "source": f"staff:{next(_serial)}",
        "by": None,
        "now": now,
        **changes,
    }
    return promises.make(loan.customer, **said)


def repayment(loan: Loan, *, amount: str, paid_on: date, at: datetime) -> Repayment:
    """Money recorded without the import: the ledger's figure stays as it was."""
    return Repayment.objects.create(
        reference=f"care-{next(_serial)}",
        loan=loan,
        paid_on=paid_on,
        amount=Decimal(amount),
        recorded_at=at,
    )


def case(*, now: datetime, loan: Loan | None = None, **changes: Any) -> HardshipCase:
    """An open case of a customer with one loan, opened by an agent."""
    loan = loan or make.loan()
    said: dict[str, Any] = {
        "source": "staff:1",
        "by": make.staff("agent"),
        "now": now,
        "needs": ["deferral"],
        **changes,
    }
    return cases.open_case(loan.customer, **said)


def over(case: HardshipCase, *, now: datetime) -> HardshipCase:
    """Ended before its day: one person proposed it, another approved."""
    asked = decisions.propose(
        case, outcome="end", why="found work again", by=make.staff("agent"), now=now
    )
    return decisions.approve(asked, by=make.staff("supervisor"), now=now)


def proposal(of: HardshipCase | None = None, *, now: datetime, **changes: Any) -> HardshipDecision:
    """A deferral of thirty days that waits for its second person."""
    said: dict[str, Any] = {
        "outcome": "deferral",
        "until": make.DAY + timedelta(days=30),
        "why": "住院，下月恢复工作",
        "by": make.staff("agent"),
        "now": now,
        **changes,
    }
    return decisions.propose(of or case(now=now), **said)
