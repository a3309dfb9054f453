"""One customer number at two lenders is two people, unless an address is the same."""

from datetime import datetime

import pytest

from accounts.models import Customer, Lender, Loan, LoanParty
from tests import make
from tests.make_intake import applied, as_csv, counts, loan, problems

pytestmark = pytest.mark.django_db
PHONE, OTHER = "+8614100000001", "+8614100000002"


@pytest.fixture(autouse=True)
def known(anhe: Lender, now: datetime) -> None:
    make.lender(code="pudu")
    applied(as_csv([loan(customer_no="K1", name="王小明", phone=PHONE)]), now=now)


def test_another_lenders_customer_is_neither_renamed_nor_seen_by_their_number(
    now: datetime,
) -> None:
    guessed = loan(customer_no="K1", name="李四", phone=OTHER, lender="pudu")
    file = applied(as_csv([guessed]), now=now)
    assert counts(file) == {"bad": 1}
    assert problems(file) == [(2, "customer_no", "customer_of_another_lender")]
    assert Customer.objects.get().name == "王小明"
    assert not Loan.objects.filter(lender__code="pudu").exists()


def test_nor_as_a_guarantor(now: datetime) -> None:
    own = loan(customer_no="K2", lender="pudu")
    guarantor = {**own, "customer_no": "K1", "name": "李四", "phone": OTHER, "role": "guarantor"}
    file = applied(as_csv([own, guarantor]), now=now)
    assert problems(file) == [(3, "customer_no", "customer_of_another_lender")]
    assert not LoanParty.objects.exists()


def test_who_is_reached_by_the_same_number_is_one_customer_of_both(now: datetime) -> None:
    same = loan(customer_no="K1", name="王小明", phone=PHONE, lender="pudu")
    assert applied(as_csv([same]), now=now).state == "applied"
    moved = {**same, "phone": OTHER, "loan_no": "D9"}  # theirs as well by now
    assert counts(applied(as_csv([moved]), now=now)) == {"new": 1}
    assert Customer.objects.get().loans.count() == 3


def test_of_one_lender_another_number_is_another_number(now: datetime) -> None:
    file = applied(as_csv([loan(customer_no="K1", name="王小明", phone=OTHER)]), now=now)
    assert counts(file) == {"new": 1}
