"""What the sandbox's core system tells at five."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Loan
from config.world.conduct import own_day
from config.world.people import Borrower, Temper
from config.world.today.core_system import figures, pays

DAY = date(2026, 9, 20)
STEADY = Borrower("C1", Temper.STEADY, payday=15, best_hour=18)


def loan(**columns: Any) -> Loan:
    return Loan(
        **{
            "loan_no": "L1",
            "due_date": DAY,
            "amount_due": Decimal(500),
            "outstanding": Decimal(500),
            "principal": Decimal(10_000),
            "instalments_paid": 6,
            "instalments_paid_late": 1,
            **columns,
        }
    )


def test_somebody_pays_on_their_own_day() -> None:
    one = loan()
    assert pays(one, STEADY, (), own_day(STEADY, "L1", DAY))


def test_what_is_paid_shows_nothing_due_and_one_instalment_more() -> None:
    told = figures(loan(), True, DAY)
    assert (told.amount, told.outstanding, told.paid, told.late) == (0, 0, 7, 1)


def test_paid_after_the_due_date_is_paid_late() -> None:
    assert figures(loan(), True, DAY + timedelta(days=1)).late == 2


def test_the_next_instalment_is_told_of_between_one_due_date_and_a_week_before_the_next() -> None:
    due, told_on = DAY + timedelta(days=30), set()
    for number in range(60):
        paid = loan(loan_no=f"L{number}", amount_due=Decimal(0), outstanding=Decimal(0))
        assert figures(paid, False, DAY).amount == 0
        days = [DAY + timedelta(days=n) for n in range(1, 23)]
        told = {day: found for day in days if (found := figures(paid, False, day)).amount > 0}
        assert {found.due for found in told.values()} == {due}
        assert due - timedelta(days=8) in told
        told_on.add(min(told))
    assert len(told_on) > 8  # statements do not all come at once


@pytest.mark.parametrize("days", [0, 5])
def test_what_is_owed_stays_as_it_is(days: int) -> None:
    told = figures(loan(), False, DAY + timedelta(days=days))
    assert (told.due, told.amount, told.paid) == (DAY, Decimal(500), 6)
