"""Amounts on staff screens: 1,234.56元; other currencies carry their code."""

from decimal import Decimal

SUFFIX = {"CNY": "元"}


def money(amount: Decimal, currency: str) -> str:
    """`1,234.56元`, `1,234.56 HKD`: both languages of the screens read it."""
    return f"{amount:,.2f}{SUFFIX.get(currency, f' {currency}')}"
