"""Dates: Oct 1st, 25/9, Mon 21st, the fifth of next month, the 20th."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.english.words import (
    DAY,
    DAYS,
    MONTH,
    MONTH_TOO,
    MONTHS,
    ORDINAL,
    ORDINALS,
    SHORT_DAYS,
    WEEKDAY,
    always,
)
from messaging.replies.promised.found import Meant, Reader

_A_MONTH, _A_DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"

_NO_NOUN = (
    r"(?!\s+(?!(?:OF|I|PLEASE|PLS|THANKS?|OK|LATEST|FOR|WITHOUT|AT|PROMISE|INSTEAD|THEN|IF|WILL|AND"
    r"|OR|BUT|SORRY|MATE|WORKS|IS|MORNING|ALRIGHT|YES|SIR|DEFINITELY|IN|ON|AS|BY|WHEN|WE|MY|IT)\b)"
    r"[A-Z])"
)

_THE_DAY = r"(?:THE\s+)?3[01](?:ST|TH)|(?:THE\s+)?[12]?\d(?:ST|ND|RD|TH)"


_DAY_FIRST = re.compile(r"₹|£|\bRS\b|\bINR\b|\bQUID\b|\bRUPEES\b|\bKO\b|\bTAK\b")


def _weekday_and_day(found: re.Match[str], today: date) -> Meant:
    """Mon the 7th: a day only when the two agree."""
    day = calendar.day_of_month(today, int(found["date"]))
    return day if day and day.weekday() == DAYS.index(found["day"][:3]) else None


def _weekday_and_date(found: re.Match[str], today: date) -> Meant:
    """Wed 16 September, Wed, Sept 16: a day only when the two agree."""
    month = MONTHS.index((found["month"] or found["month_too"])[:3]) + 1
    day = calendar.month_and_day(today, month, int(found["date"] or found["date_too"]))
    weekday = DAYS.index((found["day"] or found["day_too"])[:3])
    return day if day and day.weekday() == weekday else None


def _month_day(found: re.Match[str], today: date) -> Meant:
    month = MONTHS.index(found["month"][:3]) + 1
    year = int(found["year"]) if found["year"] else None
    return calendar.month_and_day(today, month, int(found["day"]), year)


def _figures(found: re.Match[str], today: date) -> Meant:
    """Month and day, or day and month: whichever is near, if one alone is; the day first where
    rupees or pounds are paid."""
    one, two = int(found["one"]), int(found["two"])
    if _DAY_FIRST.search(found.string):
        day = calendar.month_and_day(today, two, one)
        return day if day and (day - today).days <= calendar.NEAR else None
    both = {calendar.month_and_day(today, *each) for each in ((one, two), (two, one))}
    days = [day for day in both if day is not None]
    near = [day for day in days if (day - today).days <= calendar.NEAR]
    if len(days) == 1 or len(near) == 1:
        return (near or days)[0]
    return None


def _iso(found: re.Match[str], today: date) -> Meant:
    return calendar.month_and_day(today, int(found[2]), int(found[3]), int(found[1]))


def _day_of_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, int(found["day"]))


def _later_of_two(found: re.Match[str], today: date) -> Meant:
    """27th or 28th: the later, when it comes soon after the other."""
    first = calendar.day_of_month(today, int(re.findall(r"\d+", found[0])[0]))
    later = calendar.day_of_month(today, int(found["day"]))
    near = first and later and 0 < (later - first).days <= calendar.EITHER_WITHIN
    return later if near else "vague"


def _day_of_next_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, int(found["day"] or found["of"]), 1)


def _nth(found: re.Match[str]) -> int:
    said = found["ordinal"] or found["ordinal_too"]
    return ORDINALS.index(re.sub(r"[\s-]", "", said)) + 1


def _ordinal(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, _nth(found))


def _ordinal_of_this_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, int(found["day"]) if found["day"] else _nth(found), 0)


def _ordinal_of_next_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, _nth(found), 1)


def _ordinal_of_named_month(found: re.Match[str], today: date) -> Meant:
    month = MONTHS.index((found["month"] or found["month_too"])[:3]) + 1
    return calendar.month_and_day(today, month, _nth(found))


FIRST: list[tuple[str, Reader]] = [
    # a date
    (r"\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b", _iso),
    (rf"\b{WEEKDAY},?\s+(?:THE\s+)?(?P<date>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)?\s+(?:OF\s+)?{MONTH}"
     rf"|\b(?P<day_too>{SHORT_DAYS})\w*,?\s+{MONTH_TOO}\s+(?P<date_too>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)?\b",
     _weekday_and_date),
    (rf"\b{MONTH}\s*(?:THE\s+)?{DAY}(?:ST|ND|RD|TH)?\b(?:,?\s+(?P<year>20\d\d))?", _month_day),
    (rf"\b{DAY}(?:ST|ND|RD|TH)?\s*(?:OF\s+)?{MONTH}(?:,?\s+(?P<year>20\d\d))?", _month_day),
    (rf"\b{WEEKDAY},?\s+(?:THE\s+)?(?P<date>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)\b",
     _weekday_and_day),
    (rf"(?<![\d./$£€-])(?=(?:{_A_MONTH}[/.-]{_A_DAY}|{_A_DAY}[/.-]{_A_MONTH})(?!\d))"
     r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})(?![\d./%-]|\s*(?:AM|PM|K|DAYS|WEEKS)\b)", _figures),
    (rf"\bNEXT\s+MONTH\s+(?:THE\s+)?{DAY}(?:ST|ND|RD|TH)?\b|\b(?:THE\s+)?(?P<of>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)"
     r"\s+(?:OF\s+)?NEXT\s+MONTH", _day_of_next_month),
    (rf"\b(?:THE\s+)?{ORDINAL}\s+(?:DAY\s+)?OF\s+(?:THE\s+)?NEXT\s+MONTH", _ordinal_of_next_month),
    (rf"\b(?:THE\s+)?(?:{DAY}(?:ST|ND|RD|TH)|{ORDINAL})\s+(?:DAY\s+)?OF\s+THIS\s+MONTH",
     _ordinal_of_this_month),
    (rf"\b(?:THE\s+)?{ORDINAL}\s+(?:DAY\s+)?(?:OF\s+)?{MONTH}|\b{MONTH_TOO}\s+(?:THE\s+)?"
     rf"{ORDINAL.replace('ordinal', 'ordinal_too')}\b", _ordinal_of_named_month),
]  # fmt: skip
"""A month and a day."""


LAST: list[tuple[str, Reader]] = [
    (rf"\b(?:AFTER|PAST|FROM)\s+(?:THE\s+)?{DAY}(?:ST|ND|RD|TH)\b", always("vague")),
    # a day of the month
    (rf"\b(?:{_THE_DAY})\s*(?:-|TO|OR)\s*(?={_THE_DAY})(?:THE\s+)?{DAY}(?:ST|ND|RD|TH)\b",
     _later_of_two),
    (rf"\b(?:THE\s+)?{DAY}(?:ST|ND|RD|TH)\b(?!\s+(?:THING|TIME|OF\s+ALL)\b)", _day_of_month),
    (rf"\b(?:ON|BY|BEFORE|UNTIL|TILL?)\s+THE\s+{DAY}\b", _day_of_month),
    (rf"\b(?:ON|BY|BEFORE|UNTIL|TILL?)\s+THE\s+{ORDINAL}\b{_NO_NOUN}", _ordinal),
    (rf"\bTHE\s+(?!FIRST|SECOND|THIRD){ORDINAL}\b{_NO_NOUN}", _ordinal),
]  # fmt: skip
"""A day of the month alone."""
