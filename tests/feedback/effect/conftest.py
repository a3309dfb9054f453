import itertools
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Lender, Repayment
from feedback.effect.horizons import outcomes_of
from feedback.models import EffectSum
from messaging.approval import fingerprints, steps
from messaging.authoring import trials
from messaging.models import Assignment, Run, Strategy, TemplateVersion, Trial
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
                "hour": 18,
                **columns,
            },
        )

    return assign


@pytest.fixture
def paid() -> Any:
    def pay(
        assignment: Assignment,
        amount: Any,
        *,
        after: int,
        reverses: Any = None,
        at: datetime = make.MORNING,
    ) -> Repayment:
        """So many days after the assignment, told at `at`."""
        day = assignment.day + timedelta(days=after)
        return Repayment.objects.create(
            reference=f"R-{next(_numbers)}",
            loan=assignment.loan,
            paid_on=day,
            amount=amount,
            recorded_at=at,
            reverses=reverses,
            reversed_on=day if reverses else None,
        )

    return pay


@pytest.fixture
def trial(lender: Lender) -> Trial:
    """Running, at a lender with a strategy: the text of the cell against that of the neutral
    tone."""
    return tried(lender)


def tried(lender: Lender, **said: Any) -> Trial:
    """Such a trial, approved; `said`: of `trials.begin`, otherwise than above."""
    cells = Strategy.objects.get(lender=lender).cells
    first, second = (
        cells.get(stage="dpd-4-7", tone=tone, cause="unknown") for tone in ("gentle", "neutral")
    )
    made = trials.begin(
        **{
            "lender": lender,
            "title": "语气",
            "cell": ("dpd-4-7", "gentle", "unknown"),
            "arms": [first.template_id, second.template_id],
            "goal": "2.5",
            "days": 60,
            "note": "",
            "by": make.staff("supervisor"),
            "now": make.MORNING,
            **said,
        }
    )
    steps.submit(made, by=made.author, now=make.MORNING)
    made.refresh_from_db()
    seen = fingerprints.fingerprint(made)
    return steps.approve(made, by=make.staff("supervisor"), now=make.MORNING, seen_hash=seen)


@pytest.fixture
def counted() -> Any:
    """Sums as the night makes them: one episode a customer, the covariates all 0."""

    def count(trial: Trial, arm: int, *, of: int, paid: int = 0, **harmed: int) -> None:
        _store(trial, arm, 7, of, full=paid)
        _store(trial, arm, 0, of, **harmed)

    return count


def _store(trial: Trial, arm: int, horizon: int, of: int, **totals: int) -> None:
    sums = [of, *[0] * 14]
    for outcome in outcomes_of(horizon):
        total = totals.get(outcome, 0)
        sums += [total, *[0] * 4, total]
    EffectSum.objects.create(
        lender=trial.lender,
        cut="trial",
        value=str(trial.pk),
        days=365,
        horizon=horizon,
        arm=str(arm),
        customers=of,
        shares=of * Decimal("0.05"),
        unit=sums,
        cluster=sums,
        since=make.DAY,
        as_of=make.DAY,
    )
