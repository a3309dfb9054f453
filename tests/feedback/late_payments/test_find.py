"""A payment recorded late shows which messages should not have gone."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Loan
from feedback.late_payments import find
from feedback.models import Promise, UndueMessage
from messaging.models import Candidate, CandidateLoan, Message
from tests import make, make_care, make_intake, make_outbox

pytestmark = pytest.mark.django_db

WEDNESDAY = make.DAY + timedelta(days=1)


def sent(loan: Loan, *, at: datetime, state: str = "delivered") -> Message:
    """A message about the loan that left at this moment, planned just before."""
    message = make_outbox.message(loan=loan)
    run = message.run
    assert run is not None
    type(run).objects.filter(pk=run.pk).update(planned_at=at - timedelta(hours=1))
    forward: list[dict[str, Any]] = [
        {"state": "claimed", "body": b"sealed", "claimed_at": at},
        {
            "state": "handing_over",
            "handed_over_at": at,
            "permit_until": at + timedelta(minutes=1),
            "gateway_id": make_outbox.gateway().pk,
        },
        {"state": "accepted"},
    ]
    for columns in forward:
        Message.objects.filter(pk=message.pk).update(**columns)
    if state != "accepted":
        Message.objects.filter(pk=message.pk).update(state=state)
    return message


def paid(loan: Loan, *, now: datetime, on: Any = make.DAY, amount: str = "1234.56") -> int:
    make_care.repayment(loan, amount=amount, paid_on=on, at=now)
    return find.find([loan.pk], now=now)


@pytest.fixture
def thursday(now: datetime) -> datetime:
    return now + timedelta(days=2)


@pytest.fixture
def wednesday(now: datetime) -> datetime:
    return now + timedelta(days=1)


def test_a_message_after_the_day_of_payment_is_listed_once(
    wednesday: datetime, thursday: datetime
) -> None:
    message = sent(loan := make.loan(), at=wednesday)
    assert paid(loan, now=thursday) == 1
    assert find.find([loan.pk], now=thursday) == 0
    undue = UndueMessage.objects.get()
    assert (undue.message, undue.loan, undue.state) == (message, loan, "open")
    assert undue.whole
    assert undue.repayment.recorded_at == thursday


def test_a_message_of_the_very_day_is_not(wednesday: datetime, thursday: datetime) -> None:
    sent(loan := make.loan(), at=wednesday)
    assert paid(loan, now=thursday, on=WEDNESDAY) == 0


def test_the_day_is_the_lenders(wednesday: datetime, thursday: datetime) -> None:
    loan = make.loan(lender=make.lender(timezone="America/Los_Angeles"))
    sent(loan, at=wednesday.replace(hour=5))  # 22:30 on Tuesday in Los Angeles
    assert paid(loan, now=thursday) == 0


def test_part_of_the_money_makes_no_message_undue(wednesday: datetime, thursday: datetime) -> None:
    sent(loan := make.loan(), at=wednesday)
    assert paid(loan, now=thursday, amount="1234.55") == 0


def test_several_late_payments_add_up(wednesday: datetime, thursday: datetime) -> None:
    sent(loan := make.loan(), at=wednesday)
    assert paid(loan, now=thursday, amount="1000") == 0
    assert paid(loan, now=thursday + timedelta(days=1), amount="234.56") == 1


def test_what_was_known_when_the_message_was_planned_does_not_count(
    wednesday: datetime, thursday: datetime
) -> None:
    loan = make.loan()
    make_care.repayment(loan, amount="1000", paid_on=make.DAY, at=wednesday - timedelta(hours=2))
    sent(loan, at=wednesday)
    assert paid(loan, now=thursday, amount="234.56") == 0


@pytest.mark.parametrize("state", ["undelivered"])
def test_a_message_that_never_arrived_is_not_listed(
    wednesday: datetime, thursday: datetime, state: str
) -> None:
    sent(loan := make.loan(), at=wednesday, state=state)
    assert paid(loan, now=thursday) == 0


def test_a_message_about_two_loans_is_wholly_undue_when_both_were_paid(
    wednesday: datetime, thursday: datetime
) -> None:
    message = sent(loan := make.loan(), at=wednesday)
    other = make.loan(customer=loan.customer, lender=loan.lender)
    CandidateLoan.objects.create(
        candidate=Candidate.objects.get(messages=message),
        loan=other,
        stage="dpd-4-7",
        days_past_due=5,
        amount_due=other.amount_due,
    )
    paid(loan, now=thursday)
    assert [undue.whole for undue in UndueMessage.objects.all()] == [False]
    paid(other, now=thursday + timedelta(hours=1))
    assert [undue.whole for undue in UndueMessage.objects.all()] == [True, True]


def imported(loan: Loan, *, now: datetime, amount: str = "1234.56") -> dict[str, int]:
    row = make_intake.repayment(loan_no=loan.loan_no, paid_on=make.DAY.isoformat(), amount=amount)
    data = make_intake.as_csv([row])
    return make_intake.counts(
        make_intake.applied(data, now=now, kind="repayments", filename="repayments.csv")
    )


def test_an_import_lists_them_even_when_the_figures_know_the_payment(
    wednesday: datetime, thursday: datetime
) -> None:
    sent(loan := make.loan(), at=wednesday)
    Loan.objects.update(as_of=thursday - timedelta(hours=1))
    assert imported(loan, now=thursday) == {"new": 1}
    loan.refresh_from_db()
    assert loan.amount_due == Decimal("1234.56")  # told figures hold older payments already
    assert UndueMessage.objects.get().loan == loan


def test_an_import_keeps_promises_at_once(now: datetime, wednesday: datetime) -> None:
    promise = make_care.promise(now=now, amount=Decimal(100))
    assert promise.loan is not None
    row = make_intake.repayment(
        loan_no=promise.loan.loan_no, paid_on=make.DAY.isoformat(), amount="100.00"
    )
    make_intake.applied(
        make_intake.as_csv([row]), now=wednesday, kind="repayments", filename="r.csv"
    )
    assert Promise.objects.get().state == "kept"


def test_its_statements_do_not_grow_with_the_file(
    wednesday: datetime, thursday: datetime, django_assert_num_queries: Any
) -> None:
    loans = [make.loan() for _one in range(4)]
    for loan in loans:
        sent(loan, at=wednesday)
        make_care.repayment(loan, amount="1234.56", paid_on=make.DAY, at=thursday)
    with django_assert_num_queries(1):
        assert find.find([loan.pk for loan in loans], now=thursday) == 4
