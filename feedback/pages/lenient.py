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
from messaging.replies.promised.numbers import money
from messaging.replies.promises import read

_CENT = Decimal("0.01")
_MONEY = re.compile(
    r"人民币|人民幣|新台币|新臺幣|新台幣|港币|港幣|港元|美元|块钱?|塊錢?|圓|yuan|CNY|RMB|HK\$|NT\$|HKD|TWD"
    r"|USD|[$€£]|整|正",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"(?:(?:\d+(?:\.\d+)?|[一二两三四五六七八九])?[十百千万][零〇]?)+[一二三四五六七八九]?元?"
)
"""五百, 一千二, 1.5万: with a unit there is one way to read it. 三五 is none."""


def read_amount(typed: str) -> Decimal | None:
    """Above zero, two decimals at most; None: it is no such amount."""
    text = _MONEY.sub("", unicodedata.normalize("NFKC", typed)).strip().rstrip("。.")
    if _IN_WORDS.fullmatch(text) and (said := money(text.rstrip("元"))):
        return said.quantize(_CENT) if said == said.quantize(_CENT) else None
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


_PAYDAY = re.compile(r"工资|工資|发薪|發薪|出粮|出糧|薪水|payday|wage|salary|paid", re.IGNORECASE)


def names_payday(typed: str) -> bool:
    """发工资后: a day is meant, and only the writer knows which."""
    return bool(_PAYDAY.search(typed))
