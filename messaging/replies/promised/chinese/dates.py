"""Dates: 10月1日, 5/12, 下个月5号, 20号."""

import re
from datetime import date

from messaging.replies.promised import calendar, moon
from messaging.replies.promised.chinese.words import (
    DAY_NAMED,
    THIS_WEEKDAY,
    WEEKDAYS,
    WHICH,
    always,
    numbered,
)
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import SMALL, small


def _figures(found: re.Match[str], today: date) -> Meant:
    """5/12 is the 12th of May; said in December it may as well be the fifth of that month."""
    day = _month_day(found, today)
    if isinstance(day, date) and (day - today).days > calendar.NEAR and "/" in found[0]:
        other = calendar.month_and_day(today, int(found["day"]), int(found["month"]))
        return day if other is None or (other - today).days > calendar.NEAR else None
    return day


def _month_day(found: re.Match[str], today: date) -> Meant:
    month, day = small(found["month"]), small(found["day"])
    year = int(found["year"]) if found["year"] else None
    if month is None or day is None:
        return None
    by_the_sun = calendar.month_and_day(today, month, day, year)
    in_words = not re.search(r"[\d号日./-]", found[0])
    return by_the_sun or (_by_the_moon(today, month, day) if in_words else None)


def _by_the_moon(today: date, month: int, day: int) -> date | None:
    """七月十五, said in August when the fifteenth of July is long gone by."""
    found = moon.coming(today, month, day)
    return found if found and (found - today).days <= calendar.NEAR else None


def _with_its_weekday(found: re.Match[str], today: date) -> Meant:
    """7月20号(周一), 20号周一: a day only when the two agree."""
    named = found.groupdict()
    day = _month_day(found, today) if named.get("month") else day_of_month(found, today)
    agrees = isinstance(day, date) and day.weekday() == WEEKDAYS[found["weekday"]]
    return day if agrees else None


def day_of_month(found: re.Match[str], today: date) -> Meant:
    day = small(found["day"])
    return None if day is None else calendar.day_of_month(today, day)


def _last_of_span(found: re.Match[str], today: date) -> Meant:
    """3号到5号之间: the last day that can be meant."""
    first, last = small(found["first"]), small(found["last"])
    if first is None or last is None or first >= last:
        return "vague"
    return calendar.day_of_month(today, last)


def _day_of_that_month(found: re.Match[str], today: date) -> Meant:
    if found["which"].startswith("上"):
        return "past"
    day = small(found["day"])
    return None if day is None else calendar.day_of_month(today, day, WHICH[found["which"]])


FIRST: list[tuple[str, Reader]] = [
    # a date
    (rf"(?P<year>(?!))?(?P<month>{SMALL})月份?(?P<day>{SMALL}){THIS_WEEKDAY}", _with_its_weekday),
    (rf"(?<![\d年月.个第])(?P<day>{SMALL})(?=[号日]){THIS_WEEKDAY}", _with_its_weekday),
    (r"(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[号日]?", _month_day),
    (r"(?P<which>下{1,3}|上{1,2}|这|本|今|当)个?月(?:[初中底]|也还?是?|还是|就|同样)?的?(?P<day>"
     rf"{SMALL})(?:[号日]|(?=[还付缴交转给结清就之前吧行]|\s|$))", _day_of_that_month),
    (rf"(?:[明今]年)?(?P<year>(?!))?(?P<month>{SMALL})月份?(?P<day>{DAY_NAMED})[号日]?(?![个元块千百万天])",
     _month_day),
    (r"(?P<year>(?!))?(?<![\d./-])(?P<month>1[0-2]|0?[1-9])[./-](?P<day>3[01]|[12]\d|0?[1-9])[号日]?"
     r"(?![\d./%-]|[元块万千百KW倍折个期])", _figures),
    (r"(?P<year>(?!))?(?<![\d./-])(?P<day>3[01]|2\d|1[3-9])/(?P<month>1[0-2]|0?[1-9])(?![\d./%-])",
     _month_day),
]  # fmt: skip
"""A month and a day."""


LAST: list[tuple[str, Reader]] = [
    # a day of the month
    (rf"{SMALL}[号日](?:之后|以后|过后|往后|后)(?!天)", always("vague")),
    (rf"(?<![\d年月.个第])(?P<first>{SMALL})[号日]?[-~至到](?P<last>{SMALL})[号日](?:之间|间|这几天|内)?",
     _last_of_span),
    (rf"(?:最[迟晚]|至迟|顶多到?|不超过|不过)({SMALL})(?![\d一二三四五六七八九十廿卅元块万千百点:.、个天周月号日期折笔])",
     numbered(lambda n, today: calendar.day_of_month(today, n))),
    (r"(?:[二三]?十)?[一二三四五六七八九]{2}[号日]|[一二三]?十[来几多][号日]", always("vague")),
    (r"(?<![\d年月.个第:/$-])(1\d|2\d|3[01])(?=发(?:工资|薪|钱)|还(?!要|是|有)|缴|交给|给你)",
     numbered(lambda n, today: calendar.day_of_month(today, n))),
    (rf"每个?月的?({SMALL})[号日]",
     numbered(lambda n, today: calendar.day_of_month(today, n))),
    (rf"(?<![\d年月.个第拖隔过差满足])(?<!(?<!最)[迟晚缓])(?!两日)({SMALL})[号日](?![子码线楼桌店机柜院房贩])",
     numbered(lambda n, today: calendar.day_of_month(today, n))),
]  # fmt: skip
"""A day of the month alone."""
