"""Amounts and counts as people and systems write them."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells import amounts
from tests.accounts.intake.parsing.cells.problems import code


@given(st.decimals(0, 10**12 - 1, places=2))
def test_an_amount_comes_back_however_it_is_grouped(amount):
    for text in (f"{amount}", f"{amount:,}", f"￥{amount}", f"¥ {amount:,}", f"{amount}元"):
        assert amounts.parse_amount(text) == amount
        assert str(amounts.parse_amount(text)) == f"{amount:.2f}"


@pytest.mark.parametrize(
    ("text", "value"),
    [("１２３４．５", "1234.50"), ("1,234,567", "1234567.00"), ("0", "0.00"), ("7.10000", "7.10")],
)
def test_amounts_in_other_writings(text, value):
    assert str(amounts.parse_amount(text)) == value


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-1", "negative_amount"),
        ("(100.00)", "negative_amount"),
        ("NaN", "bad_amount"),
        ("Infinity", "bad_amount"),
        ("1e5", "bad_amount"),
        ("1.234,56", "bad_amount"),
        ("12,34", "bad_amount"),
        ("1.005", "too_many_decimals"),
        ("1000000000000", "amount_too_large"),
        ("٣", "bad_amount"),
    ],
)
def test_a_bad_amount_is_refused(text, problem):
    assert code(amounts.parse_amount, text) == problem


@given(st.decimals("0.01", 10**12 - 1, places=2))
def test_money_that_went_back_is_below_zero_however_that_is_written(amount):
    for text in (f"-{amount}", f"({amount})", f"{amount}-", f"−{amount}", f"¥ -{amount:,}"):
        assert amounts.parse_signed(text) == -amount


@pytest.mark.parametrize(("text", "value"), [("1,234.5", "1234.50"), ("￥0", "0.00")])
def test_a_signed_amount_without_a_sign_is_an_amount(text, value):
    assert str(amounts.parse_signed(text)) == value


@pytest.mark.parametrize("text", ["--5", "(-5)", "-", "()"])
def test_a_sign_twice_or_alone_is_refused(text):
    assert code(amounts.parse_signed, text) in {"bad_amount", "negative_amount"}


def test_a_count_may_carry_the_zeros_of_a_spreadsheet():
    assert [amounts.parse_count(text) for text in ("3", "3.0", "３", "0012")] == [3, 3, 3, 12]


@pytest.mark.parametrize("text", ["-1", "2.5", "10000", "three", ""])
def test_what_is_no_whole_number_of_instalments_is_refused(text):
    assert code(amounts.parse_count, text) == "bad_count"


def test_an_amount_has_two_decimals_and_no_more():
    assert amounts.parse_amount("7.1") == Decimal("7.10")
    assert amounts.parse_amount("7.") == Decimal("7.00")
