"""The day a reply speaks of, as a suggestion for the agent's form. Pure; a guess, never a promise.

Simplified and traditional Chinese, and English: today, tomorrow, the day after, in n days, a
weekday, the end of the month, a day of this month or the next, a date.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from messaging.replies.normalise import normalise

_CHINESE = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_ENGLISH_DAYS = (
    *("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"),
    *("SATURDAY", "SUNDAY"),
)

Read = Callable[[re.Match[str], date], date | None]


def suggested_day(text: str, today: date) -> date | None:
    """The day meant, today or later; None when the reply names none that can be read."""
    words = normalise(text)
    for pattern, read in _READINGS:
        found = pattern.search(words)
        if found is not None:
            return _readable(found, read, today)
    return None


def _readable(found: re.Match[str], read: Read, today: date) -> date | None:
    """None for the thirtieth of February, and for a day gone by."""
    try:
        day = read(found, today)
    except (ValueError, OverflowError):
        return None
    return day if day is not None and day >= today else None


def _in_days(found: re.Match[str], today: date) -> date | None:
    number = _number(found.group(1))
    return today + timedelta(days=number) if number is not None else None


def _date(found: re.Match[str], today: date) -> date | None:
    month, day = _number(found.group(1)), _number(found.group(2))
    if month is None or day is None:
        return None
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _day_of_month(found: re.Match[str], today: date) -> date | None:
    day = _number(found.group(1))
    if day is None or not 1 <= day <= monthrange(today.year, today.month)[1]:
        return None
    this = today.replace(day=day)
    if this >= today:
        return this
    after = today.replace(day=1) + timedelta(days=31)
    return after.replace(day=min(day, monthrange(after.year, after.month)[1]))


def _end_of_month(_found: re.Match[str], today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])


def _weekday(found: re.Match[str], today: date) -> date:
    name = found.group("day").replace("天", "日")
    return _next(_WEEKDAYS.index(name), today, next_week=bool(found.group("next")))


def _english_weekday(found: re.Match[str], today: date) -> date:
    return _next(_ENGLISH_DAYS.index(found.group("day")), today, next_week=False)


def _next(weekday: int, today: date, *, next_week: bool) -> date:
    """That day of this week or, when it is over, of the next; 下周 is always the next."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=weekday + (7 if next_week else 0))
    return day if day >= today else day + timedelta(days=7)


def _shift(days: int) -> Read:
    return lambda _found, today: today + timedelta(days=days)


def _number(text: str) -> int | None:
    """12, 十二, 二十, 三十一."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE.get(text)
    found = (_CHINESE.get(tens) if tens else 1, _CHINESE.get(ones) if ones else 0)
    return None if None in found else (found[0] or 0) * 10 + (found[1] or 0)


_READINGS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (re.compile(_NUMBER + "月" + _NUMBER + "[号日號]?"), _date),
    (re.compile("大后天|大後天"), _shift(3)),
    (re.compile("后天|後天|DAYAFTERTOMORROW"), _shift(2)),
    (re.compile("明天|明日|明早|明晚|TOMORROW"), _shift(1)),
    (re.compile("今天|今日|今晚|TODAY|TONIGHT"), _shift(0)),
    (re.compile(_NUMBER + "天[后後内內]?"), _in_days),
    (re.compile(r"IN(\d{1,2})DAYS?"), _in_days),
    (
        re.compile("(?P<next>下)?(?:个|個)?(?:周|週|星期|礼拜|禮拜)(?P<day>[一二三四五六日天])"),
        _weekday,
    ),
    (
        re.compile(f"(?P<day>{'|'.join(_ENGLISH_DAYS)})"),
        _english_weekday,
    ),
    (re.compile("月底|月末|ENDOFTHEMONTH|ENDOFMONTH|MONTHEND"), _end_of_month),
    (re.compile(_NUMBER + "[号號日]"), _day_of_month),
)
