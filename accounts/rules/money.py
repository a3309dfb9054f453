"""Amounts on staff screens: 1,234.56元; other currencies carry their code."""

from decimal import Decimal

from accounts.rules.currencies import decimals_of

SUFFIX = {"CNY": "元"}


def money(amount: Decimal, currency: str) -> str:
    """`1,234.56元`, `1,234.56 HKD`: both languages of the screens read it."""
    return f"{amount:,.{decimals_of(currency)}f}{SUFFIX.get(currency, f' {currency}')}"
