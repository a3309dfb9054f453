"""What was repaid since a file's figures comes off them."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import (
    Lender,
    Loan,
    Repayment,
)
from tests.make_intake import applied, as_csv, loan

pytestmark = pytest.mark.django_db


def only_loan() -> Loan:
    return Loan.objects.get()


def test_what_was_repaid_since_is_taken_off_the_figures(anhe: Lender, now: datetime) -> None:
    """1,000 due at eight, 300 paid at noon; the core system repeats its eight o'clock figure."""
    row = loan(amount_due="1000.00", outstanding="8000.00")
    applied(as_csv([row]), now=now)
    stored = only_loan()
    Repayment.objects.create(
        reference="R1", loan=stored, paid_on=stored.as_of.date(), amount=300, recorded_at=now
    )

    applied(as_csv([{**row, "as_of": "2026-09-15 09:00"}]), now=now)

    stored.refresh_from_db()
    assert (stored.amount_due, stored.outstanding) == (Decimal("700.00"), Decimal("7700.00"))


def test_figures_never_fall_below_zero(anhe: Lender, now: datetime) -> None:
    row = loan(amount_due="100.00", outstanding="100.00")
    applied(as_csv([row]), now=now)
    stored = only_loan()
    day = stored.as_of.date()
    Repayment.objects.create(reference="R1", loan=stored, paid_on=day, amount=300, recorded_at=now)

    applied(as_csv([{**row, "as_of": "2026-09-15 09:00"}]), now=now)

    stored.refresh_from_db()
    assert (stored.amount_due, stored.outstanding) == (0, 0)


def test_what_was_repaid_before_is_in_the_figures_already(anhe: Lender, now: datetime) -> None:
    row = loan(amount_due="1000.00")
    applied(as_csv([row]), now=now)
    stored = only_loan()
    yesterday = stored.as_of.date() - timedelta(days=1)
    Repayment.objects.create(
        reference="R1", loan=stored, paid_on=yesterday, amount=300, recorded_at=now
    )

    applied(as_csv([{**row, "as_of": "2026-09-15 09:00"}]), now=now)

    stored.refresh_from_db()
    assert stored.amount_due == Decimal("1000.00")
