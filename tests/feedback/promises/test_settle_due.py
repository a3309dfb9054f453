"""Open promises are judged from repayments: once, at any time, and mended by what comes late."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Hold, Loan
from feedback.models import Promise
from feedback.promises import settle_due, summary
from messaging.models import Message
from tests import make, make_care, make_outbox

pytestmark = pytest.mark.django_db

LATER = timedelta(days=5)
"""From Tuesday evening: past Friday and its day of grace."""


def loan_of(promise: Promise) -> list[int]:
    assert promise.loan_id is not None
    return [promise.loan_id]


def state(promise: Promise) -> str:
    promise.refresh_from_db()
    return promise.state


def test_one_without_money_is_broken_when_its_day_is_over(now: datetime) -> None:
    promise = make_care.promise(now=now)
    assert settle_due.settle_due(now + timedelta(days=4)) == 0
    assert settle_due.settle_due(now + LATER) == 1
    assert state(promise) == "broken"
    assert summary.summary(promise.customer).broken == 1


def test_judging_again_changes_nothing(now: datetime) -> None:
    promise = make_care.promise(now=now)
    settle_due.settle_due(now + LATER)
    promise.refresh_from_db()
    assert settle_due.settle_due(now + LATER * 2) == 0
    assert settle_due.settle_of_loans(loan_of(promise), now=now + LATER * 2) == 0
    again = Promise.objects.get()
    assert (again.judged_at, again.state) == (promise.judged_at, "broken")


def test_part_of_the_money_is_partly_kept(now: datetime) -> None:
    promise = make_care.promise(now=now)
    make_care.repayment(promise.loan, amount="100", paid_on=make_care.FRIDAY, at=now + LATER)
    settle_due.settle_due(now + LATER)
    assert state(promise) == "partly"
    assert promise.paid == Decimal(100)


def test_the_whole_money_is_kept_at_once_and_ends_the_silence(now: datetime) -> None:
    promise = make_care.promise(now=now, amount=Decimal(100))
    tomorrow = now + timedelta(days=1)
    make_care.repayment(promise.loan, amount="100", paid_on=tomorrow.date(), at=tomorrow)
    assert settle_due.settle_of_loans(loan_of(promise), now=tomorrow) == 1
    assert state(promise) == "kept"
    assert Hold.objects.get().released_at == tomorrow
    assert promise.thanks == "due"


def test_money_before_the_promise_or_after_its_last_day_does_not_count(now: datetime) -> None:
    loan = make.loan()
    earlier = now - timedelta(hours=3)
    make_care.repayment(loan, amount="5000", paid_on=make.DAY, at=earlier)
    promise = make_care.promise(now=now, loan=loan)
    make_care.repayment(
        loan, amount="5000", paid_on=make.DAY - timedelta(days=1), at=now + timedelta(days=1)
    )
    make_care.repayment(
        loan, amount="5000", paid_on=make_care.FRIDAY + timedelta(days=2), at=now + LATER
    )
    settle_due.settle_due(now + LATER)
    assert state(promise) == "broken"


def test_who_owes_nothing_any_more_has_kept_it(now: datetime) -> None:
    promise = make_care.promise(now=now)
    Loan.objects.update(amount_due=0)
    settle_due.settle_due(now + timedelta(days=1))
    assert state(promise) == "kept"


def test_a_payment_that_turns_up_late_mends_the_verdict(now: datetime) -> None:
    promise = make_care.promise(now=now)
    settle_due.settle_due(now + LATER)
    make_care.repayment(
        promise.loan, amount="1234.56", paid_on=make_care.FRIDAY, at=now + LATER * 2
    )
    assert settle_due.settle_of_loans(loan_of(promise), now=now + LATER * 2) == 1
    assert state(promise) == "kept"


def test_a_loan_settled_later_does_not_mend_it(now: datetime) -> None:
    promise = make_care.promise(now=now)
    settle_due.settle_due(now + LATER)
    Loan.objects.update(amount_due=0)
    assert settle_due.settle_of_loans(loan_of(promise), now=now + LATER * 2) == 0
    assert state(promise) == "broken"


def test_a_broken_promise_goes_back_to_work(now: datetime) -> None:
    message = make_outbox.message(loan=(loan := make.loan()))
    make_care.promise(now=now, loan=loan)
    assert Message.objects.get(pk=message.pk).not_before is None
    settle_due.settle_due(now + LATER)
    in_force = Hold.objects.filter(released_at=None, until__gt=now + LATER)
    assert not in_force.exists()


@pytest.mark.parametrize(("paid", "kept"), [("1234.56", True), ("1.00", False)])
def test_a_hold_that_is_still_in_force_ends_for_what_came_of_the_promise(
    now: datetime, paid: str, kept: bool
) -> None:
    auckland = make.lender(timezone="Pacific/Auckland")  # whose day ends four hours sooner
    promise = make_care.promise(now=now, loan=make.loan(lender=auckland))
    assert promise.hold.until is not None
    late = promise.hold.until - timedelta(hours=1)
    make_care.repayment(promise.loan, amount=paid, paid_on=make_care.FRIDAY, at=late)
    with translation.override("en"):
        settle_due.settle_due(late)
    assert ("kept" in Hold.objects.get().release_reason) is kept


def test_its_queries_do_not_grow_with_promises_that_stay_open(now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            settle_due.settle_due(now + timedelta(days=1))
        return len(found)

    make_care.promise(now=now)
    few = queries()
    for _more in range(9):
        make_care.promise(now=now)
    assert queries() == few


def test_more_than_one_page_is_judged(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.promises.settle_due.AT_ONCE", 2)
    for _one in range(5):
        make_care.promise(now=now)
    assert settle_due.settle_due(now + LATER) == 5
