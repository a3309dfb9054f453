"""Numbers as people write them."""

from decimal import Decimal

import pytest

from messaging.replies.promised.numbers import money, small


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("十二", 12), ("二十", 20), ("廿五", 25), ("三十一", 31), ("三五", None)],
)
def test_small_numbers(text: str, number: int | None) -> None:
    assert small(text) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1万2", "12000"),
        ("一千二", "1200"),
        ("三百五", "350"),
        ("两万三", "23000"),
        ("一千零五", "1005"),
        ("3,500.50", "3500.50"),
        ("2K", "2000"),
        ("百", None),
        ("很多", None),
    ],
)
def test_sums_of_money(text: str, value: str | None) -> None:
    assert money(text) == (Decimal(value) if value else None)
