"""Feasts people name a day by. Their days by the moon and the sun are tables, as far as they go."""

from collections.abc import Mapping
from datetime import date, timedelta

from messaging.replies.promised.calendar import FAR, NEW_YEARS, month_and_day

_TABLES = {
    "清明": "2026-04-05 2027-04-05 2028-04-04 2029-04-04 2030-04-05 2031-04-05 2032-04-04",
    "端午": "2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05 2031-06-24 2032-06-12",
    "中秋": "2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12 2031-10-01 2032-09-19",
    "重阳": "2026-10-18 2027-10-08 2028-10-26 2029-10-16 2030-10-05 2031-10-24 2032-10-12",
    "冬至": "2026-12-22 2027-12-22 2028-12-21 2029-12-21 2030-12-22 2031-12-22 2032-12-21",
    "七夕": "2026-08-19 2027-08-08 2028-08-26 2029-08-16 2030-08-05 2031-08-24 2032-08-12",
    "中元": "2026-08-27 2027-08-16 2028-09-03 2029-08-24 2030-08-13 2031-09-01 2032-08-20",
    "腊八": "2026-01-26 2027-01-15 2028-01-04 2029-01-22 2030-01-11 2031-01-01 2032-01-20",
    "DIWALI": "2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26",
    "HOLI": "2026-03-04 2027-03-22 2028-03-11 2029-03-01 2030-03-20",
    "DUSSEHRA": "2026-10-20 2027-10-09 2028-09-27 2029-10-16 2030-10-06",
    "EASTER": "2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28",
}  # fmt: skip
_FIXED = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "双十一": (11, 11),
    "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "愚人节": (4, 1), "五四": (5, 4),
    "青年节": (5, 4), "儿童节": (6, 1), "六一": (6, 1), "建党节": (7, 1), "建军节": (8, 1),
    "教师节": (9, 10), "万圣": (10, 31), "光棍节": (11, 11), "跨年夜": (12, 31),
    "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25),
    "CHRISTMASEVE": (12, 24), "XMASEVE": (12, 24), "CHRISTMAS": (12, 25), "XMAS": (12, 25),
    "BOXINGDAY": (12, 26), "NEWYEARSDAY": (1, 1), "VALENTINESDAY": (2, 14), "VALENTINES": (2, 14),
    "HALLOWEEN": (10, 31), "STPATRICKSDAY": (3, 17), "INDEPENDENCEDAY": (7, 4),
    "JULYFOURTH": (7, 4), "FOURTHOFJULY": (7, 4), "CANADADAY": (7, 1),
    "ANZACDAY": (4, 25), "VETERANSDAY": (11, 11),
    "七一": (7, 1), "双十节": (10, 10), "双十国庆": (10, 10), "拆礼物日": (12, 26),
    "节礼日": (12, 26),
}  # fmt: skip
_BESIDE = {"GOODFRIDAY": -2, "EASTERSUNDAY": 0, "EASTERMONDAY": 1}
_OF_NEW_YEAR = {"除夕": -1, "大年三十": -1, "年三十": -1, "大年初一": 0, "元宵": 14}
_DAYS: Mapping[str, list[date]] = {
    **{name: [date.fromisoformat(day) for day in days.split()] for name, days in _TABLES.items()},
    **{
        name: [day + timedelta(days=after) for day in NEW_YEARS.values()]
        for name, after in _OF_NEW_YEAR.items()
    },
}
MONDAY, THURSDAY, SUNDAY = 0, 3, 6


def feast(name: str, today: date) -> date | None:
    """The next such day; None where it is not known or further off than `calendar.FAR`. `name`:
    as it is written here, in English without blanks and marks."""
    if name in _FIXED:
        return month_and_day(today, *_FIXED[name])
    if name in _BESIDE:
        return _next([day + timedelta(days=_BESIDE[name]) for day in _DAYS["EASTER"]], today)
    if name in _BY_WEEKDAY:
        return _next([_BY_WEEKDAY[name](today.year), _BY_WEEKDAY[name](today.year + 1)], today)
    return _next(_DAYS[name], today)


def _next(days: list[date], today: date) -> date | None:
    return next((day for day in days if 0 <= (day - today).days <= FAR), None)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


_BY_WEEKDAY = {
    "母亲节": lambda year: _nth(year, 5, SUNDAY, 2),
    "父亲节": lambda year: _nth(year, 6, SUNDAY, 3),
    "感恩节": lambda year: _nth(year, 11, THURSDAY, 4),
    "LABORDAY": lambda year: _nth(year, 9, MONDAY, 1),
    "THANKSGIVING": lambda year: _nth(year, 11, THURSDAY, 4),
    "MEMORIALDAY": lambda year: _nth(year, 6, MONDAY, 1) - timedelta(days=7),
    "PRESIDENTSDAY": lambda year: _nth(year, 2, MONDAY, 3),
    "BLACKFRIDAY": lambda year: _nth(year, 11, THURSDAY, 4) + timedelta(days=1),
}
NAMES_ZH = tuple(name for name in (*_FIXED, *_BY_WEEKDAY, *_DAYS) if not name.isascii())
NAMES_EN = tuple(name for name in (*_FIXED, *_BESIDE, *_BY_WEEKDAY, *_DAYS) if name.isascii())
