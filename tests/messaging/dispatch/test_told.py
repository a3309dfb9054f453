"""What a text does not tell is not booked as reminded, though it was planned."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Lender, Loan
from messaging.dispatch.claim import claim
from messaging.models import CandidateLoan, Message
from messaging.planning.service import plan
from messaging.runs.release import release
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


def released(lender: Lender, now: datetime) -> None:
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    wanted = run.funnel["to_send"]
    release(run.pk, by=make.staff("supervisor"), now=now, expected_count=wanted)


def text_of(message: Message) -> str:
    message.refresh_from_db()
    return message.body or ""


def test_a_loan_paid_after_planning_is_left_out_of_the_text_and_of_the_book(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    first = make.loan(lender=ready, customer=person, dpd=6, amount_due=Decimal(100))
    paid = make.loan(lender=ready, customer=person, dpd=5, amount_due=Decimal(50))
    released(ready, now)
    Loan.objects.filter(pk=paid.pk).update(amount_due=0)
    claim(now=now)
    text = text_of(Message.objects.get())
    assert "100.00元" in text
    assert "150" not in text
    booked = dict(CandidateLoan.objects.values_list("loan", "left_out"))
    assert booked == {first.pk: False, paid.pk: True}
    # The payment bounces: the loan wants its text in this stage, which it never had.
    later = now + timedelta(days=1)
    Loan.objects.update(as_of=later)
    Loan.objects.filter(pk=paid.pk).update(amount_due=50)
    run = plan(lender=ready, day=make.DAY + timedelta(days=1), by=None, now=later)
    assert [loan.loan_id for loan in run.candidates.get().loans.all()] == [paid.pk]


def test_loans_that_are_told_are_booked_each_in_its_stage(ready: Lender, now: datetime) -> None:
    person = make.customer()
    make.loan(lender=ready, customer=person, dpd=20)
    make.loan(lender=ready, customer=person, dpd=3)
    released(ready, now)
    claim(now=now)
    rows = CandidateLoan.objects.values_list("stage", "left_out").order_by("stage")
    assert list(rows) == [("dpd-16+", False), ("dpd-2-3", False)]


def test_a_text_given_back_and_claimed_again_books_what_it_tells_then(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    make.loan(lender=ready, customer=person, dpd=6)
    back = make.loan(lender=ready, customer=person, dpd=5)
    released(ready, now)
    Loan.objects.filter(pk=back.pk).update(amount_due=0)
    claim(now=now)
    assert CandidateLoan.objects.get(loan=back).left_out
    Loan.objects.filter(pk=back.pk).update(amount_due=5)
    Message.objects.update(state="queued", not_before=now, claim_token=None, body=None)
    claim(now=now)
    assert not CandidateLoan.objects.get(loan=back).left_out
