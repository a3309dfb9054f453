"""Days counted from today: tomorrow, in two weeks, a fortnight on Monday."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.english.words import (
    COUNT,
    DAYS,
    WEEKDAY,
    WORDS,
    always,
    shift,
)
from messaging.replies.promised.found import Meant, Reader


def _count(found: re.Match[str]) -> int:
    said = found["count"]
    if said.isdigit():
        return int(said)
    return WORDS.index(said) + 1 if said in WORDS else 1


def _in_units(found: re.Match[str], today: date) -> Meant:
    count, unit = _count(found), found["unit"]
    if unit == "MONTH":
        return calendar.in_months(today, count)
    return calendar.in_days(today, count * {"DAY": 1, "WEEK": 7, "WK": 7, "FORTNIGHT": 14}[unit])


def _in_units_from(found: re.Match[str], today: date) -> Meant:
    """Two weeks today, a week tomorrow, a fortnight on Monday."""
    said = found["day"] or found["from"]
    start = calendar.in_days(today, 0 if said in ("TODAY", "2DAY") else 1)
    if found["day"]:
        start = calendar.coming_weekday(today, DAYS.index(said[:3]))
    return calendar.in_days(start, _count(found) * (14 if found["unit"] == "FORTNIGHT" else 7))


def _hours(found: re.Match[str], today: date) -> Meant:
    return calendar.in_days(today, int(found[1]) // 24)


FIRST: list[tuple[str, Reader]] = [
    (r"\b" + COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT|MONTH)S?\s+FROM\s+TODAY\b", _in_units),
    (r"\b" + COUNT + r"\s*(?P<unit>WEEK|WK|FORTNIGHT)S?\s+"
     rf"(?:(?P<from>TODAY|2DAY|TOM+OR+OW|TMRW?)\b|(?:(?:ON|FROM)\s+)?{WEEKDAY})", _in_units_from),
    (r"\b(?:A\s+)?FORTNIGHT\s+(?:FROM\s+)?(?:TODAY|NOW)\b|\bIN\s+A\s+FORTNIGHT\b",
     shift(14)),
]  # fmt: skip
"""From a day named beside."""


LAST: list[tuple[str, Reader]] = [
    # days from today
    (r"\bDAY\s+AFTER\s+(?:TOM+OR+OW|TMR?W?)|\bOVERMORROW", shift(2)),
    (r"\b(?:TOM+OR+OW|TOM+OR+O|TMRW?|TMW|TMRO|TOMO|TOMOZ|2MOR+OW?|2MRW|2MOZ)\b", shift(1)),
    (r"\b(?:SAME|THIS)\s+(?:DAY|DATE|TIME)\s+NEXT\s+(?:MONTH|MTH)\b",
     lambda _found, today: calendar.in_months(today, 1)),
    (r"\b(?:THIS\s+TIME|SAME\s+(?:DAY|TIME))\s+NEXT\s+W(?:EE)?K\b", shift(7)),
    (r"^\s*(?:JUST\s+|ABOUT\s+|MAYBE\s+)?" + COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\s*$",
     _in_units),
    (r"\b(?:IN|WITHIN)\s+(?:THE\s+NEXT\s+|ABOUT\s+|AROUND\s+|ROUGHLY\s+|JUST\s+|MAYBE\s+)?" + COUNT
     + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT|MONTH)S?\b", _in_units),
    (r"\b" + COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT|MONTH)S?'?\s+"
     r"(?:TIME|FROM\s+(?:NOW|TODAY))\b", _in_units),
    (r"\b(?:GIVE\s+(?:ME|US)|GIMME|NEED|WAIT)\s+(?:JUST\s+|ANOTHER\s+)?" + COUNT
     + r"\s*(?:MORE\s+)?(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\b", _in_units),
    (r"\b" + COUNT + r"\s*(?:MORE\s+|EXTRA\s+)(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\b", _in_units),
    (r"\b" + COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\s+(?:MORE|LONGER|EXTRA)\b", _in_units),
    (r"\b(?:IN|WITHIN)\s+(24|48|72)\s*H(?:OU)?RS?\b", _hours),
    (r"\bNEXT\s+(?:WEEK|WK|MONTH|MTH|YEAR|PAYDAY|PAY\s?CHECK)|\bTHIS\s+(?:WEEK|WK|MONTH|MTH)"
     r"|\bPAYDAY|\b(?:COUPLE|FEW)\s+(?:OF\s+)?(?:MORE\s+)?(?:DAYS|WEEKS)|\bSOON|\bASAP|\bLATER"
     r"|\bNOW\b|\b(?:IN|WITHIN)\s+THE\s+WEEK", always("vague")),
]  # fmt: skip
