"""Amounts and days as people write them: `2,971.00`, `500元`, `9月20日`, `10号发工资后`.

What cannot be read surely is asked for again, never guessed. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from accounts.intake.parsing.cells.amounts import parse_amount
from accounts.intake.parsing.cells.dates import parse_date
from accounts.intake.parsing.cells.problem import CellProblem
from messaging.replies.promises import read

_MONEY = re.compile(
    r"人民币|人民幣|新台币|新臺幣|新台幣|港币|港幣|港元|美元|块钱?|塊錢?|圓|yuan|CNY|RMB|HK\$|NT\$|HKD|TWD"
    r"|USD|[$€£]|整|正",
    re.IGNORECASE,
)


def read_amount(typed: str) -> Decimal | None:
    """Above zero, two decimals at most; None: it is no such amount."""
    text = _MONEY.sub("", unicodedata.normalize("NFKC", typed)).strip().rstrip("。.")
    try:
        return parse_amount(text) or None
    except CellProblem:
        return None


def read_day(typed: str, today: date) -> date | None:
    """Today or later; None: no day is meant, or more than one may be."""
    text = unicodedata.normalize("NFKC", typed).strip().rstrip("。.")
    try:
        return parse_date(text)
    except CellProblem:
        return read(text, today).day
