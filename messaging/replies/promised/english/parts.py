"""The end or the middle of something, and what has gone by."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.english.words import (
    DAYS,
    MONTH,
    MONTHS,
    NTH,
    ORDINALS,
    WEEKDAY,
    always,
    shift,
)
from messaging.replies.promised.found import Meant, Reader


def _weekday_of_month(found: re.Match[str], today: date) -> Meant:
    """The last Friday of the month, the first Monday of next month; without a month the next such
    day."""
    weekday = DAYS.index(found["day"][:3])
    nth = -1 if found["nth"] == "LAST" else ORDINALS.index(NTH[found["nth"][:3]]) + 1
    ahead = 1 if found["of"] else 0
    if found["month"]:
        ahead = (MONTHS.index(found["month"][:3]) + 1 - today.month) % 12
    return calendar.nth_weekday(calendar.in_months(today.replace(day=1), ahead), weekday, nth)


def _middle_of_month(found: re.Match[str], today: date) -> Meant:
    named = found["month"]
    if named:
        return calendar.month_and_day(today, MONTHS.index(named[:3]) + 1, calendar.MIDDLE)
    return calendar.day_of_month(today, calendar.MIDDLE, 1 if found["of"] else None)


def _end_of_named_month(found: re.Match[str], today: date) -> Meant:
    ahead = (MONTHS.index(found["month"][:3]) + 1 - today.month) % 12
    return calendar.end_of_month(today, ahead)


ALL: list[tuple[str, Reader]] = [
    # the end of something
    (r"\bEND\s+OF\s+NEXT\s+MONTH|\bNEXT\s+MONTH'?S?\s+END",
     lambda _found, today: calendar.end_of_month(today, 1)),
    (r"\b(?:END\s+OF|LAST\s+DAY\s+OF|WITHIN)\s+(?:THE\s+|THIS\s+)?(?:MONTH|MTH)|\bEOM\b|\bMONTH-?\s?END"
     r"|\b(?:BEFORE\s+)?(?:THE|THIS)\s+MONTH\s+(?:ENDS|IS\s+OUT)\b",
     lambda _found, today: calendar.end_of_month(today)),
    (rf"\b(?:END|LAST\s+DAY)\s+OF\s+{MONTH}", _end_of_named_month),
    (r"\bEND\s+OF\s+(?:THE\s+|THIS\s+)?YEAR|\bYEAR-?\s?END|\bNEW\s+YEAR'?S\s+EVE",
     lambda _found, today: date(today.year, 12, 31)),
    (r"\b(?:END\s+OF\s+(?:THE\s+)?DAY|EOD|LATER\s+TODAY|TODAY|2DAY|TONIGHT|TONITE|2NITE|TONIGH)\b"
     r"|\bTHIS\s+(?:EVENING|AFTERNOON|MORNING|ARVO)\b|\bBY\s+MIDNIGHT", shift(0)),
    (r"\b(?:(?:THE\s+)?END|LAST\s+DAY)\s+OF\s+NEXT\s+W(?:EE)?K\b",
     lambda _found, today: calendar.weekday_of_week(today, 6, 1)),
    (r"\bEND\s+OF\s+(?:THE|THIS)\s+W(?:EE)?K|\bEOW\b", always("vague")),
    (rf"\b(?P<nth>LAST|FIRST|SECOND|THIRD|FOURTH|1ST|2ND|3RD|4TH)\s+{WEEKDAY}\s+(?:OF|IN)\s+"
     rf"(?:(?:THE|THIS|EACH|EVERY)\s+MONTH\b|(?:THE\s+)?(?P<of>NEXT\s+MONTH)\b|{MONTH})",
     _weekday_of_month),
    (rf"\b(?:THE\s+)?(?:MIDDLE\s+OF|MID)[\s-]*(?:(?:(?:THE|THIS)\s+)?MONTH\b"
     rf"|(?:THE\s+)?(?P<of>NEXT\s+MONTH)\b|{MONTH})", _middle_of_month),
    # gone by
    (r"\bYESTERDAY|\bYDAY\b|\bLAST\s+(?:NIGHT|NITE|WEEK|WK|MONTH)|\bDAYS?\s+AGO|\bWEEKS?\s+AGO",
     always("past")),
]  # fmt: skip
