"""Days of the week: Friday, next Fri, Thursday week, Friday after next."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.english.words import DAYS, SHORT_DAYS, WEEKDAY, always
from messaging.replies.promised.found import Meant, Reader


def _weekday(found: re.Match[str], today: date) -> Meant:
    weekday, which = DAYS.index(found["day"][:3]), found["which"]
    if which == "LAST":
        return "past"
    if which in ("NEXT", "NXT"):
        return calendar.weekday_of_week(today, weekday, 1)
    if which == "THIS" and weekday == today.weekday():
        return today
    return calendar.coming_weekday(today, weekday)


def _in_a_fortnight(found: re.Match[str], today: date) -> Meant:
    """Thursday fortnight: two weeks after the next one."""
    return calendar.in_days(calendar.coming_weekday(today, DAYS.index(found[0][:3])), 14)


def _last_of_span(found: re.Match[str], today: date) -> Meant:
    """Between Thursday and Saturday: the last day that can be meant."""
    first, last = (
        calendar.coming_weekday(today, DAYS.index(found[name][:3])) for name in ("first", "last")
    )
    return last if first < last else "vague"


def _weekday_after_next(found: re.Match[str], today: date) -> Meant:
    """Friday after next is that of the week after next, as next Friday is that of the next."""
    weekday = DAYS.index((found["day"] or found["day_too"] or found["day_of"])[:3])
    return calendar.weekday_of_week(today, weekday, 2)


def _weekday_of_next_week(found: re.Match[str], today: date) -> Meant:
    weekday = DAYS.index((found["day"] or found["day_too"])[:3])
    return calendar.weekday_of_week(today, weekday, 1)


def _a_week_later(found: re.Match[str], today: date) -> Meant:
    """Wednesday week, a week on Wednesday: not the next one, the one after."""
    weekday = DAYS.index((found["day"] or found["day_too"])[:3])
    return calendar.in_days(calendar.coming_weekday(today, weekday), 7)


ALL: list[tuple[str, Reader]] = [
    # a day of the week
    (rf"\bBETWEEN\s+(?P<first>{SHORT_DAYS})[A-Z]*\s+(?:AND|TO)\s+(?P<last>{SHORT_DAYS})[A-Z]*",
     _last_of_span),
    (rf"\b(?:A\s+)?WEEK\s+(?:ON|FROM)\s+{WEEKDAY}|\b(?P<day_too>{SHORT_DAYS})[A-Z]*\s+WEEK\b(?!\s+AFTER)",
     _a_week_later),
    (rf"\bNEXT\s+W(?:EE)?K\s+(?:ON\s+)?{WEEKDAY}|\b(?P<day_too>{SHORT_DAYS})\w*\s+(?:OF\s+)?NEXT\s+W(?:EE)?K\b",
     _weekday_of_next_week),
    (rf"\b(?:THE\s+)?{WEEKDAY}\s+AFTER\s+NEXT\b(?!\s+W)|\b(?P<day_too>{SHORT_DAYS})\w*"
     r"\s+(?:OF\s+)?THE\s+WEEK\s+AFTER\s+NEXT\b|\bWEEK\s+AFTER\s+NEXT\s+(?:ON\s+)?(?:THE\s+)?"
     rf"(?P<day_of>{SHORT_DAYS})[A-Z]*", _weekday_after_next),
    (rf"\b(?:{SHORT_DAYS})[A-Z]*\s+FORTNIGHT\b", _in_a_fortnight),
    (rf"\b(?:(?P<which>NEXT|NXT|THIS\s+COMING|THIS|COMING|LAST)\s+)?{WEEKDAY}(?!\s+(?:AFTER\s+NEXT|WEEK\b))",
     _weekday),
    (r"\b(?:THIS|THE|COMING|OVER\s+THE)\s+(?:COMING\s+)?WEEKEND|\bWEEKEND\b",
     lambda _found, today: calendar.weekday_of_week(today, 6, 0)),
    (rf"\bA?\s*FORTNIGHT\s+(?:ON|FROM)\s+{WEEKDAY}|\bWEEK\s+AFTER\s+NEXT", always("vague")),
]  # fmt: skip
