"""The amount a clause promises, and sums that are something else."""

from decimal import Decimal

import pytest

from messaging.replies.promised.amounts import amount


@pytest.mark.parametrize(
    ("clause", "promised"),
    [
        ("先还500", 500),
        ("明天转给你们1,200.50元", "1200.50"),
        ("还两千", 2000),
        ("还三百块", 300),
        ("1.5万", 15000),
        ("I WILL PAY 500", 500),
        ("PAY $1,200", 1200),
        ("CAN DO 50 BUCKS", 50),
        ("RS. 3000 TOMORROW", 3000),
        ("500", 500),
    ],
)
def test_what_will_be_paid_is_read(clause, promised):
    assert amount(clause) == Decimal(promised)


@pytest.mark.parametrize(
    "clause",
    [
        "",
        "明天还",
        "还3期",
        "5号还",
        "还5",  # hardly money
        "我欠5000",
        "工资3000",
        "尾号1234",
        "PAY IN 15 DAYS",
        "PAY ON THE 15TH",
        "PAY AT 10.30",
        "MY SALARY 3000 USD",
    ],
)
def test_days_instalments_and_what_somebody_owes_are_no_promise(clause):
    assert amount(clause) is None


def test_of_two_sums_the_one_that_will_be_paid_counts():
    assert amount("工资3000元，先还500元") == Decimal(500)
