"""Whose policy, zone and name hold for a customer of several lenders."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.contact.lender_of import lender_of
from accounts.models import Customer, Lender
from tests import make

pytestmark = pytest.mark.django_db


def owing(customer: Customer, amount: str, *, dpd: int = 5, lender: Lender | None = None) -> Lender:
    loan = make.loan(
        customer=customer,
        lender=lender or make.lender(),
        amount_due=Decimal(amount),
        due_date=make.DAY - timedelta(days=dpd),
    )
    return loan.lender


def test_what_is_complained_of_decides() -> None:
    customer = make.customer()
    small = make.loan(customer=customer, lender=make.lender(), amount_due=Decimal(1))
    owing(customer, "900.00")
    assert lender_of(customer.pk, small) == small.lender


def test_without_it_the_largest_amount_due_does_whichever_lender_came_first() -> None:
    customer = make.customer()
    owing(customer, "100.00", dpd=60)
    large = owing(customer, "900.00", dpd=1)
    owing(customer, "500.00")
    assert lender_of(customer.pk) == large


def test_of_equal_amounts_the_earliest_due_date_does() -> None:
    customer = make.customer()
    owing(customer, "900.00", dpd=1)
    earlier = owing(customer, "900.00", dpd=20)
    assert lender_of(customer.pk) == earlier


def test_with_nothing_due_any_more_it_is_the_loan_that_fell_due_last() -> None:
    customer = make.customer()
    owing(customer, "0", dpd=60)
    last = owing(customer, "0", dpd=3)
    assert lender_of(customer.pk) == last


def test_who_has_no_loan_has_no_lender() -> None:
    assert lender_of(make.customer().pk) is None
    assert lender_of(None) is None
