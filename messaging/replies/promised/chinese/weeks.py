"""Days of the week: 周五, 下下周一, 周四五, 两周后."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.chinese.words import (
    AFTER,
    WEEKDAYS,
    WHICH,
    WITHIN,
    always,
    numbered,
    shift,
)
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import SMALL


def _weekday(found: re.Match[str], today: date) -> Meant:
    which, weekday = found["which"], WEEKDAYS.get(found["day"], 6)
    if which and which.startswith("上"):
        return "past"
    if not which and found["day"] != "末":
        return calendar.coming_weekday(today, weekday)
    return calendar.weekday_of_week(today, weekday, WHICH[which or "这"])


def _weekday_or_next(found: re.Match[str], today: date) -> Meant:
    """周三或周四: the later, when it is the day after; 周五或周二 is left to who reads it."""
    first = WEEKDAYS[found[0].split("周")[1][0]]
    one_apart = (WEEKDAYS[found["day"]] - first) == 1
    day = _weekday(found, today)
    return day if one_apart and day != today else "vague"


ALL: list[tuple[str, Reader]] = [
    # a day of the week
    (r"(?:第[一二三四五]|最后一)个?周[一二三四五六日天]", always("vague")),
    (rf"({SMALL})个?周{AFTER}的?(?:今[天日]|这一?天)",
     numbered(lambda n, today: calendar.in_days(today, 7 * n))),
    (r"下(?:个)?周(?:的?今天|(?:的?这个?|同一)时[候间])", shift(7)),
    (r"(?:下{1,3}|[这本今])?个?周[一二三四五六日天][至到\-~]周?[一二三四五六日天](?!点)",
     always("vague")),
    (r"(?P<which>下{1,3}|[这本今])?个?周(?=一二|二三|三四|四五|五六|六[日天])."
     r"(?P<day>[二三四五六日天])(?![点号时个千百万十块元分])", _weekday),
    (r"(?P<which>下{1,3}|[这本今])?个?周[一二三四五六](?:或者?|、)周?(?P<day>[二三四五六日天])"
     r"(?![点号时个千百万十块元分])", _weekday_or_next),
    (r"(?P<which>下{1,3}|上{1,2}|[这本今])?个?周"
     r"(?P<day>(?:一(?!定)|[二三四五六日天末])(?![个天年])|[1-7](?![\d个天年]))"
     r"(?!之?内|以内|后)", _weekday),
    (rf"(?:给我|再给我?|再等|再过|过)({SMALL})个?周(?:时间)?(?![一二三四五六日天末])",
     numbered(lambda n, today: calendar.in_days(today, 7 * n))),
    (rf"({SMALL})个?周{WITHIN}", numbered(lambda n, today: calendar.in_days(today, 7 * n))),
    (r"下{1,3}个?周|[这本今]个?周|周内", always("vague")),
    (rf"^\s*(?:最多|顶多|就|只要|再)?({SMALL})(?:个?周)\s*$",
     numbered(lambda n, today: calendar.in_days(today, 7 * n))),
    (rf"(?:拖|宽限|缓|延|宽)我?({SMALL})个?周(?![一二三四五六日天末了])",
     numbered(lambda n, today: calendar.in_days(today, 7 * n))),
]  # fmt: skip
