import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Lender, Repayment
from messaging.models import Assignment, Run, TemplateVersion
from tests import make, make_messaging

_numbers = itertools.count()


@pytest.fixture
def lender(db: None) -> Lender:
    return make.lender()


@pytest.fixture
def version(lender: Lender) -> TemplateVersion:
    return make_messaging.version()


@pytest.fixture
def assigned(lender: Lender, version: TemplateVersion) -> Any:
    """An episode in a group; `ago`: days since."""

    def assign(
        arm: str = "contact", *, ago: int = 40, loan: Any = None, **columns: Any
    ) -> Assignment:
        day = make.DAY - timedelta(days=ago)
        loan = loan or make.loan(lender=lender)
        run, _made = Run.objects.get_or_create(lender=lender, day=day)
        return Assignment.objects.create(
            run=run,
            lender=lender,
            customer_id=loan.customer_id,
            loan=loan,
            due_date=loan.due_date - timedelta(days=ago),
            day=day,
            at=make.MORNING - timedelta(days=ago),
            arm=arm,
            **{
                "share": Decimal("0.5"),
                "stage": "dpd-4-7",
                "tone": "gentle",
                "cause": "unknown",
                "language": "zh-hans",
                "habit": "always_on_time",
                "channel": "sms",
                "template_version": version,
                "currency": "CNY",
                "amount_due": Decimal(100),
                "days_past_due": 5,
                **columns,
            },
        )

    return assign


@pytest.fixture
def paid() -> Any:
    def pay(assignment: Assignment, amount: int, *, after: int, reverses: Any = None) -> Repayment:
        day = assignment.day + timedelta(days=after)
        return Repayment.objects.create(
            reference=f"R-{next(_numbers)}",
            loan=assignment.loan,
            paid_on=day,
            amount=amount,
            recorded_at=make.MORNING,
            reverses=reverses,
            reversed_on=day if reverses else None,
        )

    return pay
