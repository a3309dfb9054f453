"""Amounts on staff screens: 1,234.56元; other currencies carry their code."""

from decimal import Decimal

from accounts.rules.currencies import decimals_of

SUFFIX = {"CNY": "元"}


def money(amount: Decimal | float, currency: str, *, places: int | None = None) -> str:
    """`1,234.56元`, `1,234.56 HKD`: both languages of the screens read it. `places` behind the
    point, where they are not the currency's own."""
    fine = decimals_of(currency) if places is None else places
    return f"{amount:,.{fine}f}{SUFFIX.get(currency, f' {currency}')}"


def price(amount: Decimal, currency: str) -> str:
    """`0.045元`: exactly, with no fewer places than the currency has and without idle zeros."""
    exponent = amount.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return money(amount, currency, places=max(places, decimals_of(currency)))
