"""Amounts of money as a customer reads them, exact to the last digit."""

from decimal import Decimal

from accounts.rules.currencies import can_be_paid, decimals_of

_ZH_HANS = {
    "CNY": "{}元",
    "HKD": "{}港元",
    "TWD": "新台币{}元",
    "MOP": "{}澳门元",
    "USD": "{}美元",
    "EUR": "{}欧元",
    "GBP": "{}英镑",
    "JPY": "{}日元",
    "KRW": "{}韩元",
    "SGD": "{}新加坡元",
    "AUD": "{}澳元",
    "INR": "{}印度卢比",
}
_ZH_HANT = _ZH_HANS | {
    "CNY": "人民幣{}元",
    "TWD": "新台幣{}元",
    "MOP": "{}澳門元",
    "EUR": "{}歐元",
    "GBP": "{}英鎊",
    "JPY": "{}日圓",
    "KRW": "{}韓元",
    "INR": "{}印度盧比",
}
_PATTERNS = {"zh-hans": _ZH_HANS, "zh-hant": _ZH_HANT, "en": {}}


def money(amount: Decimal, *, currency: str, language: str) -> str:
    """``1,234.56元``, ``CNY 1,234.56``; empty for what no text may say.

    Nothing is said of an amount that is not positive, or that has more decimals than its
    currency: rounding would make the text differ from the ledger.
    """
    if not amount.is_finite() or amount <= 0 or not can_be_paid(amount, currency):
        return ""
    number = f"{amount:,.{decimals_of(currency)}f}"
    fallback = "{} " + currency if language != "en" else currency + " {}"
    return _PATTERNS[language].get(currency, fallback).format(number)
