"""Amounts of money and counts."""

import re
from decimal import Decimal
from functools import lru_cache

from accounts.intake.parsing.cells.marks import narrow
from accounts.intake.parsing.cells.problem import CellProblem

AMOUNT_LIMIT = Decimal(10) ** 12
CENT = Decimal("0.01")

PLAIN_AMOUNT = re.compile(r"[0-9]{1,12}\.[0-9]{2}")
AMOUNT = re.compile(
    r"(?P<whole>[0-9]{1,3}(?:(?P<group>[, ])[0-9]{3}(?:(?P=group)[0-9]{3})*)|[0-9]+)"
    r"(?:\.(?P<cents>[0-9]*))?"
)
SIGNED = re.compile(r"[-−–](.+)|\((.+)\)|(.+)[-−–]|(?:¥|CNY|RMB)\s*[-−–](.+)", re.IGNORECASE)
MONEY_MARKS = re.compile(r"^(?:¥|CNY|RMB)\s*|\s*(?:元|圆)$", re.IGNORECASE)


def parse_amount(text: str) -> Decimal:
    """ "1,234.56", "￥1234.5", "１２３４元" → Decimal with two decimals; 0 ≤ amount < 10**12."""
    if PLAIN_AMOUNT.fullmatch(text):
        return Decimal(text)
    text = MONEY_MARKS.sub("", narrow(text)[:60], count=2).strip()
    if text[:1] in {"-", "−"} or (text.startswith("(") and text.endswith(")")):
        raise CellProblem("negative_amount")
    found = AMOUNT.fullmatch(text)
    if not found:
        raise CellProblem("bad_amount")
    if len((found["cents"] or "").rstrip("0")) > 2:
        raise CellProblem("too_many_decimals")
    amount = Decimal(text.replace(",", "").replace(" ", ""))
    if amount >= AMOUNT_LIMIT:
        raise CellProblem("amount_too_large", limit=f"{AMOUNT_LIMIT:,}")
    return amount.quantize(CENT)


def parse_signed(text: str) -> Decimal:
    """The same, below zero too: "-100.00", "(100.00)", "100.00-"."""
    plain = narrow(text).strip()
    found = SIGNED.fullmatch(plain)
    if found is None:
        return parse_amount(text)
    return -parse_amount(next(part for part in found.groups() if part))


@lru_cache(maxsize=1024)
def parse_count(text: str) -> int:
    """A whole number of instalments; "3.0" is how some systems write 3."""
    found = re.fullmatch(r"([0-9]{1,4})(?:\.0+)?", narrow(text))
    if not found:
        raise CellProblem("bad_count")
    return int(found[1])
