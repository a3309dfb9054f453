"""Amounts and prices on staff screens, by one renderer."""

from decimal import Decimal

import pytest

from accounts.rules.money import money, price


def test_an_amount_has_the_places_of_its_currency() -> None:
    assert money(Decimal("1234.5"), "CNY") == "1,234.50元"
    assert money(Decimal(1200), "JPY") == "1,200 JPY"
    assert money(0.00091, "CNY", places=4) == "0.0009元"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("0.0900", "0.09元"), ("0.045", "0.045元"), ("1", "1.00元"), ("120", "120.00元")],
)
def test_a_price_is_exact_without_idle_zeros(amount: str, shown: str) -> None:
    assert price(Decimal(amount), "CNY") == shown
