"""Feasts people name a day by. Their days by the moon and the sun are tables, as far as they go."""

from collections.abc import Mapping
from datetime import date, timedelta

from messaging.replies.promised import moon
from messaging.replies.promised.calendar import FAR, month_and_day, nth_weekday

_TABLES = {
    "清明": "2025-04-04 2026-04-05 2027-04-05 2028-04-04 "
        "2029-04-04 2030-04-05 2031-04-05 2032-04-04",
    "冬至": "2025-12-21 2026-12-22 2027-12-22 2028-12-21 "
        "2029-12-21 2030-12-22 2031-12-22 2032-12-21",
    "DIWALI": "2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26",
    "HOLI": "2025-03-14 2026-03-04 2027-03-22 2028-03-11 2029-03-01 2030-03-20",
    "DUSSEHRA": "2025-10-02 2026-10-20 2027-10-09 2028-09-27 2029-10-16 2030-10-06",
    "EASTER": "2025-04-20 2026-04-05 2027-03-28 2028-04-16 "
        "2029-04-01 2030-04-21 2031-04-13 2032-03-28",
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
_BY_THE_MOON = {
    "大年初一": (1, 1), "元宵": (1, 15), "龙抬头": (2, 2),
    "佛诞": (4, 8), "浴佛节": (4, 8), "端午": (5, 5), "七夕": (7, 7),
    "中元": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8), "除夕": (12, 30),
    "大年三十": (12, 30), "年三十": (12, 30),
}  # fmt: skip
_DAYS: Mapping[str, list[date]] = {
    **{name: [date.fromisoformat(day) for day in days.split()] for name, days in _TABLES.items()},
    **{name: moon.named(*day) for name, day in _BY_THE_MOON.items()},
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


_BY_WEEKDAY = {
    "母亲节": lambda year: nth_weekday(date(year, 5, 1), SUNDAY, 2),
    "父亲节": lambda year: nth_weekday(date(year, 6, 1), SUNDAY, 3),
    "感恩节": lambda year: nth_weekday(date(year, 11, 1), THURSDAY, 4),
    "LABORDAY": lambda year: nth_weekday(date(year, 9, 1), MONDAY, 1),
    "THANKSGIVING": lambda year: nth_weekday(date(year, 11, 1), THURSDAY, 4),
    "MEMORIALDAY": lambda year: nth_weekday(date(year, 5, 1), MONDAY, -1),
    "PRESIDENTSDAY": lambda year: nth_weekday(date(year, 2, 1), MONDAY, 3),
    "BLACKFRIDAY": lambda year: nth_weekday(date(year, 11, 1), THURSDAY, 4) + timedelta(days=1),
}
NAMES_ZH = tuple(name for name in (*_FIXED, *_BY_WEEKDAY, *_DAYS) if not name.isascii())
NAMES_EN = tuple(name for name in (*_FIXED, *_BESIDE, *_BY_WEEKDAY, *_DAYS) if name.isascii())
