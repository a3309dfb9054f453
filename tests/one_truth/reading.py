"""A reader of finished texts: as a customer with a pencil, clause by clause. Shares nothing with
the product's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

MONTH_NAMES = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]


@dataclass
class Seen:
    """What stands in a text. A figure's `first` says that it is of the earliest loan only."""

    sums: list[tuple[str, Decimal, bool]] = field(default_factory=list)
    """Currency, amount, and whether it is called the sum of several."""
    dates: list[tuple[date, bool]] = field(default_factory=list)
    overdue_days: list[tuple[int, bool]] = field(default_factory=list)
    numbers_of_loans: list[int] = field(default_factory=list)
    tails: list[str] | None = None
    says: set[str] = field(default_factory=set)
    """Of: overdue, today, to_come."""


def look(text: str, language: str, today: date, names: list[str]) -> Seen:
    """Read the text; `names` (customer, products, lender, ways to pay) are struck out first, but
    for those of one sign, which are signs of figures too (a Mr 元)."""
    for name in sorted((name for name in names if len(name) > 1), key=len, reverse=True):
        text = re.sub(r"(?<![0-9.,])" + re.escape(name) + r"(?![0-9.,]|[月年])", "#", text)
    return _look_en(text, today) if language == "en" else _look_zh(text, language, today)


def _money_zh(before: str, unit: str, language: str) -> str:
    if unit in ("港元", "美元"):
        return {"港元": "HKD", "美元": "USD"}[unit]
    if before in ("新台币", "新台幣"):
        return "TWD"
    if before == "人民幣" or (not before and language == "zh-hans"):
        return "CNY"
    return "?"


def _look_zh(text: str, language: str, today: date) -> Seen:
    seen = Seen()
    tail = re.search(r"尾[号號]([0-9A-Z、]+)", text)
    if tail:
        seen.tails = tail[1].split("、")
        text = text.replace(tail[0], "")
    earliest = False  # whether the running subject is 最早一笔
    for clause in re.split(r"([，。；：！？])", text):
        if clause and clause in "。；！？":
            earliest = False
            continue
        if "最早一" in clause and not re.search(r"（最早一[笔筆]）", clause):
            earliest = True
        for before, digits, unit in re.findall(
            r"(新台币|新台幣|人民币|人民幣)?([0-9,]+\.[0-9]{2})(港元|美元|元|.{2})", clause
        ):
            earliest = False
            whole = re.search(r"合计|合計|共", clause) is not None
            currency = _money_zh(before, unit, language)
            seen.sums.append((currency, Decimal(digits.replace(",", "")), whole))
        for year, month, day, note in re.findall(
            r"([0-9]{4}年)?([0-9]{1,2})月([0-9]{1,2})日(（最早一[笔筆]）)?", clause
        ):
            when = date(int(year[:-1]) if year else today.year, int(month), int(day))
            seen.dates.append((when, earliest or bool(note)))
        for days, note in re.findall(r"逾期([0-9]+)天(（最早一[笔筆]）)?", clause):
            seen.overdue_days.append((int(days), earliest or bool(note)))
            seen.says.add("overdue")
        seen.numbers_of_loans += [int(n) for n in re.findall(r"([0-9]+)[笔筆]", clause)]
        if re.search(r"今[天日].*[还還]款日", clause):
            seen.says.add("today")
    return seen


def _look_en(text: str, today: date) -> Seen:
    seen = Seen()
    for currency, digits, rest in re.findall(r"\b([A-Z]{3}) ([0-9,]+\.[0-9]{2})( in total)?", text):
        seen.sums.append((currency, Decimal(digits.replace(",", "")), bool(rest)))
    for day, month, year, note in re.findall(
        rf"\b([0-9]{{1,2}}) ({'|'.join(MONTH_NAMES)})( [0-9]{{4}})?( \(the earliest[),])?", text
    ):
        when = date(int(year or today.year), MONTH_NAMES.index(month) + 1, int(day))
        seen.dates.append((when, bool(note)))
    for note, days in re.findall(r"(up to )?([0-9]+) days? (?:overdue|ago)", text):
        seen.overdue_days.append((int(days), bool(note)))
    seen.numbers_of_loans = [int(n) + 1 for n in re.findall(r"and ([0-9]+) more", text)]
    if re.search(r"\bwas due\b|\bdays? (?:overdue|ago)\b", text):
        seen.says.add("overdue")
    if re.search(r"\bis due today\b|\btoday, [^.]* is due\b", text):
        seen.says.add("today")
    elif re.search(r"\bis due on\b", text):
        seen.says.add("to_come")
    return seen
