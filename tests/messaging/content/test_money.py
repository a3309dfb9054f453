"""An amount as a customer reads it: exact, or not said at all."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from messaging.content.money import money


def said(amount: str, currency: str = "CNY", language: str = "zh-hans") -> str:
    return money(Decimal(amount), currency=currency, language=language)


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("1234.56", "CNY", "zh-hans", "1,234.56元"),
        ("1234.56", "CNY", "zh-hant", "人民幣1,234.56元"),
        ("1234.5", "CNY", "en", "CNY 1,234.50"),
        ("1000", "JPY", "zh-hans", "1,000日元"),
        ("1000.00", "JPY", "en", "JPY 1,000"),
        ("12", "TWD", "zh-hant", "新台幣12.00元"),
        ("12", "CHF", "zh-hans", "12.00 CHF"),
        ("12", "CHF", "en", "CHF 12.00"),
    ],
)
def test_an_amount_is_written_as_its_currency_is_in_that_language(amount, currency, language, text):
    assert said(amount, currency, language) == text


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0", "CNY"),
        ("-1", "CNY"),
        ("NaN", "CNY"),
        ("Infinity", "CNY"),
        ("0.005", "CNY"),
        ("1.5", "JPY"),
    ],
)
def test_what_would_have_to_be_rounded_or_is_nothing_is_not_said(amount, currency):
    assert said(amount, currency) == ""


@given(st.decimals("0.01", 10**12, places=2), st.sampled_from(["zh-hans", "zh-hant", "en"]))
def test_the_figure_is_the_ledgers(amount, language):
    text = money(amount, currency="CNY", language=language)
    assert Decimal("".join(c for c in text if c.isdigit() or c == ".")) == amount
