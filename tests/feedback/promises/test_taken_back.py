"""A promise kept by money that went back again is kept no longer."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Hold, Loan, Repayment
from feedback.models import Promise
from feedback.promises import settle_due, taken_back
from tests import make_care

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = timedelta(days=5)
"""Past the promised Friday and its day of grace."""


def loans(promise: Promise) -> list[int]:
    assert promise.loan_id is not None
    return [promise.loan_id]


def kept(now: datetime, *, amount: str = "100") -> Promise:
    """A promise of 100, paid the day after."""
    promise = make_care.promise(now=now, amount=Decimal(100))
    make_care.repayment(promise.loan, amount=amount, paid_on=(now + DAY).date(), at=now + DAY)
    settle_due.settle_of_loans(loans(promise), now=now + DAY)
    promise.refresh_from_db()
    return promise


def take_back(promise: Promise, *, at: datetime) -> int:
    paid = Repayment.objects.latest("pk")
    Repayment.objects.create(
        reference=f"{paid.reference}-",
        loan=paid.loan,
        paid_on=paid.paid_on,
        amount=-paid.amount,
        recorded_at=at,
        reverses=paid,
        reversed_on=at.date(),
    )
    worse = taken_back.settle_again(loans(promise), now=at)
    promise.refresh_from_db()
    return worse


def test_with_its_day_ahead_it_is_open_and_the_loan_silent_again(now: datetime) -> None:
    promise = kept(now)
    assert promise.state == "kept"

    assert take_back(promise, at=now + 2 * DAY) == 1

    assert (promise.state, promise.paid, promise.ended_at) == ("open", 0, None)
    assert Hold.objects.get(released_at=None) == promise.hold
    make_care.repayment(promise.loan, amount="100", paid_on=make_care.FRIDAY, at=now + 3 * DAY)
    settle_due.settle_of_loans(loans(promise), now=now + 3 * DAY)
    promise.refresh_from_db()
    assert (promise.state, promise.thanks) == ("kept", "due")


def test_after_its_day_it_is_broken_and_nobody_is_thanked(now: datetime) -> None:
    promise = kept(now)
    assert take_back(promise, at=now + LATER) == 1
    assert (promise.state, promise.paid, promise.thanks) == ("broken", 0, "passed")
    assert not Hold.objects.filter(released_at=None).exists()


def test_what_else_came_in_still_counts(now: datetime) -> None:
    promise = make_care.promise(now=now, amount=Decimal(100))
    for amount in ("40", "60"):
        make_care.repayment(promise.loan, amount=amount, paid_on=(now + DAY).date(), at=now + DAY)
    settle_due.settle_of_loans(loans(promise), now=now + DAY)
    take_back(promise, at=now + LATER)
    assert (promise.state, promise.paid) == ("partly", 40)


def test_one_that_is_paid_all_the_same_stays_kept(now: datetime) -> None:
    promise = kept(now, amount="150")
    make_care.repayment(promise.loan, amount="7", paid_on=(now + DAY).date(), at=now + DAY)
    assert take_back(promise, at=now + LATER) == 0
    assert (promise.state, promise.paid) == ("kept", 150)


def test_money_the_verdict_did_not_rest_on_changes_nothing(now: datetime) -> None:
    promise = kept(now)
    make_care.repayment(promise.loan, amount="9", paid_on=(now + LATER).date(), at=now + LATER)
    assert take_back(promise, at=now + LATER + DAY) == 0
    assert promise.state == "kept"


def test_a_promise_made_meanwhile_stays_the_open_one(now: datetime) -> None:
    promise = kept(now)
    Loan.objects.update(amount_due=Decimal(500))
    later = make_care.promise(now=now + DAY, loan=promise.loan, amount=Decimal(50))
    take_back(promise, at=now + 2 * DAY)
    assert promise.state == "broken"
    later.refresh_from_db()
    assert later.state == "open"
