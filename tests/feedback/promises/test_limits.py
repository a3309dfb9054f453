"""What can be promised: an amount that is owed, by a day that is near."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from feedback.promises.limits import HORIZON_DAYS, obstacle

TODAY = date(2026, 9, 15)
OWED = Decimal("1234.56")


def refused(*, amount: str = "100", on: date = TODAY, owed: Decimal = OWED) -> bool:
    return bool(obstacle(amount=Decimal(amount), on=on, owed=owed, today=TODAY))


def test_all_that_is_due_can_be_promised_for_today_and_for_the_last_day() -> None:
    assert not refused(amount="1234.56")
    assert not refused(on=TODAY + timedelta(days=HORIZON_DAYS))


@pytest.mark.parametrize(
    "amount", ["0", "-1", "1234.57", "0.001", "NaN", "sNaN", "Infinity", "-Infinity", "1E+400"]
)
def test_an_amount_that_makes_no_sense_is_refused(amount: str) -> None:
    assert refused(amount=amount)


@pytest.mark.parametrize("ahead", [-1, HORIZON_DAYS + 1])
def test_a_day_gone_by_or_far_away_is_refused(ahead: int) -> None:
    assert refused(on=TODAY + timedelta(days=ahead))


def test_nothing_is_promised_where_nothing_is_due() -> None:
    assert refused(owed=Decimal(0))


@given(st.decimals(allow_nan=True, allow_infinity=True), st.dates())
def test_whatever_is_typed_is_answered(amount: Decimal, on: date) -> None:
    assert isinstance(obstacle(amount=amount, on=on, owed=OWED, today=TODAY), str)
