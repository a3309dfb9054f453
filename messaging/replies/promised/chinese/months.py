"""Months and parts of them: 月底, 下月中, 两个月内, 年底."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.chinese.words import (
    INSIDE,
    WAGES_THEN,
    WEEKDAYS,
    WHICH,
    WITHIN,
    always,
    numbered,
    shift,
)
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import SMALL, small


def _part_of_month(found: re.Match[str], today: date) -> Meant:
    which = found["which"] or "这"
    if which.startswith("上"):
        return "past"
    if found["part"] in "底末尾":
        return calendar.end_of_month(today, WHICH[which])
    if found["part"] == "中":
        return calendar.day_of_month(
            today, calendar.MIDDLE, WHICH[which] if found["which"] else None
        )
    return "vague"


def _middle_of_named_month(month: int, today: date) -> Meant:
    return calendar.month_and_day(today, month, calendar.MIDDLE) if month <= 12 else None


def _from_next_month_on(found: re.Match[str], today: date) -> Meant:
    day = small(found["day"])
    return None if day is None else calendar.day_of_month(today, day, WHICH[found["which"]])


def _end_of_named_month(month: int, today: date) -> Meant:
    return calendar.end_of_month(today, (month - today.month) % 12) if month <= 12 else None


def _weekday_of_month(found: re.Match[str], today: date) -> Meant:
    """这个月最后一个周五, 下个月第一个周一."""
    nth = -1 if found["nth"] == "最后一" else "一二三四".index(found["nth"][1]) + 1
    number = small(found["month"]) if found["month"] else None
    if found["month"] and (number is None or number > 12):
        return "vague"
    ahead = (number - today.month) % 12 if number else WHICH[found["which"] or "这"]
    month = calendar.in_months(today.replace(day=1), ahead)
    return calendar.nth_weekday(month, WEEKDAYS[found["day"]], nth)


def _last_of_week(found: re.Match[str], today: date) -> Meant:
    return calendar.weekday_of_week(today, 6, WHICH[found[1]])


def _last_of_month(found: re.Match[str], today: date) -> Meant:
    return calendar.end_of_month(today, WHICH[found[1]])


def _middle_of_month(_found: re.Match[str], today: date) -> Meant:
    return today.replace(day=20) if today.day <= 20 else "vague"


def _first_workday(found: re.Match[str], today: date) -> Meant:
    return calendar.first_workday(calendar.in_months(today.replace(day=1), WHICH[found["which"]]))


def _first_ten_days(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, 10, WHICH[found["which"]] if found["which"] else None)


LAST_DAYS: list[tuple[str, Reader]] = [
    # the last day of what somebody pays within, and the day before a feast
    (rf"(这|本|下{{1,3}})个?周{INSIDE}", _last_of_week),
    (rf"(这|本|当|下{{1,3}})个?月{INSIDE}", _last_of_month),
    (rf"(?<![个\d一二三四五六七八九十半])月{INSIDE}|(?:不出|不超过|出不了)(?:这|本)个?月",
     lambda _found, today: calendar.end_of_month(today)),
    (rf"({SMALL})月份?{INSIDE}", numbered(_end_of_named_month)),
    (rf"(?<![下月])中旬{INSIDE}", _middle_of_month),
]  # fmt: skip
"""The last day of what somebody pays within."""


PARTS: list[tuple[str, Reader]] = [
    (r"下个?月的?(?:今[天日]|同一[天日]|这一?[天日])",
     lambda _found, today: calendar.in_months(today, 1)),
    (rf"({SMALL})个月(?:之?后|以后)?的?(?:今[天日]|同一[天日]|这一?[天日])",
     numbered(lambda n, today: calendar.in_months(today, n))),
    (r"(?P<which>下{1,3}|这|本)个?月的?(?:第一|头一|首)个?(?:工作日|上班日|营业日)",
     _first_workday),
    (rf"({SMALL})个半月(?:{WITHIN})?",
     numbered(lambda n, today: calendar.in_days(calendar.in_months(today, n), 15))),
    (r"(?:(?P<which>下{1,3}|这|本|今)个?月|"
     rf"(?P<month>{SMALL})月份?)(?:底|里)?的?(?P<nth>最后一|第[一二三四])个?周(?P<day>[一二三四五六日天])",
     _weekday_of_month),
    (rf"({SMALL})月[底末尾]", numbered(_end_of_named_month)),
    (rf"({SMALL})月(?:份的?)?中旬?(?!{WAGES_THEN})", numbered(_middle_of_named_month)),
    (rf"{SMALL}月[中初上下]旬?", always("vague")),
    (rf"从?(?P<which>下{{1,3}})个?月(?:起|开始)[,，]?每个?月的?(?P<day>{SMALL})[号日]",
     _from_next_month_on),
    (r"(?P<which>下{1,3}|上{1,2}|这|本|今)?个?月(?:的?月)?(?P<part>[底末尾中初])旬?"
     rf"(?!{WAGES_THEN})", _part_of_month),
    (rf"(?<!月)(?P<which>)(?P<part>中)旬(?!{WAGES_THEN})", _part_of_month),
    (rf"(?P<which>下{{1,3}}|这|本)?个?月(?:的)?上旬(?:{INSIDE}|之前|以前|前)", _first_ten_days),
    (r"(?P<which>下{1,3}|这|本)个?月的?上旬", _first_ten_days),
    (r"[上中下]旬", always("vague")),
    (r"下{1,3}个?月|[这本今]个?月|\d{1,2}月份?", always("vague")),
    (r"上{1,2}个?[月周]", always("past")),
    (rf"(?:再过|再等|再给我?|给我)半个?月(?:时间|{WITHIN})?|半个?月{WITHIN}", shift(15)),
    (rf"({SMALL})个月{WITHIN}", numbered(lambda n, today: calendar.in_months(today, n))),
    (rf"(?:今年|这一?年|本年)?年[底末尾]|(?<![\d一二三四五六七八九十半两去明后成百])年{INSIDE}",
     lambda _found, today: date(today.year, 12, 31)),
    (r"[明后]年|年[前后]|过完?年|开春", always("vague")),
]  # fmt: skip
