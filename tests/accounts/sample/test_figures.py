"""What the source's columns say about one loan."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from accounts.sample.figures import SAMPLE_DAY, amount_due, due_date, instalments


@pytest.mark.parametrize(
    ("months", "first", "last"), [(-2, -30, 0), (0, -30, 0), (1, 1, 30), (2, 31, 60), (5, 121, 150)]
)
def test_days_past_due_lie_in_their_month(months, first, last):
    rng = random.Random(1)
    days = [(SAMPLE_DAY - due_date(rng, months_late=months)).days for _each in range(300)]
    assert first <= min(days) <= max(days) <= last


def test_in_the_first_month_few_days_are_commoner_than_many():
    rng = random.Random(1)
    days = [(SAMPLE_DAY - due_date(rng, months_late=1)).days for _each in range(500)]
    assert sum(day <= 10 for day in days) > sum(day > 20 for day in days)
    assert isinstance(due_date(rng, months_late=1), dt.date)


@pytest.mark.parametrize(
    ("bill", "paid", "due"),
    [("1000", "400", "600.00"), ("400", "1000", "0.00"), ("-5", "0", "0.00")],
)
def test_what_is_due_is_the_bill_less_what_was_paid(bill, paid, due):
    found = amount_due({"BILL_AMT1": bill, "PAY_AMT1": paid})
    assert (found, str(found)) == (Decimal(due), due)


def test_months_without_use_are_no_instalments():
    columns = ("PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6")
    assert instalments(dict(zip(columns, ["2", "0", "-1", "-2", "-2", "1"], strict=True))) == (2, 4)
