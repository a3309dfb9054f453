from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells.choices import CURRENCIES
from accounts.rules.currencies import can_be_paid, decimals_of
from messaging.content.money import money


@given(
    st.sampled_from(sorted(CURRENCIES)),
    st.decimals("0.01", 10**9, places=2),
    st.sampled_from(["zh-hans", "zh-hant", "en"]),
)
def test_what_may_enter_can_be_said_and_nothing_else(currency, amount, language):
    assert bool(money(amount, currency=currency, language=language)) == can_be_paid(
        amount, currency
    )


@pytest.mark.parametrize(("currency", "decimals"), [("JPY", 0), ("KRW", 0), ("CLP", 0), ("CNY", 2)])
def test_decimals_follow_the_currency(currency, decimals):
    assert decimals_of(currency) == decimals
    assert can_be_paid(Decimal("1000.50"), currency) == (decimals == 2)
