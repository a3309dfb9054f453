"""Amounts and days as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from feedback.pages.lenient import read_amount, read_day

TODAY = date(2026, 9, 15)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("2,971.00", "2971.00"),
        ("2971", "2971.00"),
        ("500元", "500.00"),
        ("500 块", "500.00"),
        ("500塊錢", "500.00"),
        ("￥1,234.5", "1234.50"),
        ("人民币 500 元整", "500.00"),
        ("CNY 2,971.00", "2971.00"),
        ("２９７１．００", "2971.00"),
        ("HK$500", "500.00"),
        ("五百", "500.00"),
        ("一千二", "1200.00"),
        ("两千元", "2000.00"),
        ("1.5万", "15000.00"),
        (" 500。", "500.00"),
    ],
)
def test_an_amount_is_read_however_it_is_written(typed: str, amount: str) -> None:
    assert read_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["", "0", "-5", "三五百", "五六", "1.234", "12,34", "all", "5 or 6", "1e3"]
)
def test_what_is_no_amount_is_not_guessed(typed: str) -> None:
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-09-20", date(2026, 9, 20)),
        ("2026/9/20", date(2026, 9, 20)),
        ("20260920", date(2026, 9, 20)),
        ("2026年9月20日", date(2026, 9, 20)),
        ("9月20日", date(2026, 9, 20)),
        ("9月20號", date(2026, 9, 20)),
        ("20号", date(2026, 9, 20)),
        ("10号发工资后", date(2026, 10, 10)),
        ("明天", date(2026, 9, 16)),
        ("月底", date(2026, 9, 30)),
        ("20 September", date(2026, 9, 20)),
    ],
)
def test_a_day_is_read_however_it_is_written(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["", "发工资后", "soon", "9月31日", "过几天"])
def test_what_names_no_day_is_asked_for_again(typed: str) -> None:
    assert read_day(typed, TODAY) is None


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_reading(typed: str) -> None:
    amount = read_amount(typed)
    assert amount is None or amount > 0
    read_day(typed, TODAY)
