"""The twenty-four days by the sun that Chinese speakers name: 立秋, 冬至."""

from datetime import date

_TERMS = {
    "小寒": (1, 5.4055), "大寒": (1, 20.12), "立春": (2, 3.87), "雨水": (2, 18.73),
    "惊蛰": (3, 5.63), "春分": (3, 20.646), "清明": (4, 4.81), "谷雨": (4, 20.1),
    "立夏": (5, 5.52), "小满": (5, 21.04), "芒种": (6, 5.678), "夏至": (6, 21.37),
    "小暑": (7, 7.108), "大暑": (7, 22.83), "立秋": (8, 7.5), "处暑": (8, 23.13),
    "白露": (9, 7.646), "秋分": (9, 23.042), "寒露": (10, 8.318), "霜降": (10, 23.438),
    "立冬": (11, 7.438), "小雪": (11, 22.36), "大雪": (12, 7.18), "冬至": (12, 21.94),
}  # fmt: skip
"""The month, and the day and its part at which the century began: the sun is a quarter of a day
later each year, and a leap day takes it back."""

_A_YEAR = 0.2422
_OFF_BY_ONE = {("雨水", 2026): -1, ("小寒", 2019): -1, ("冬至", 2021): -1}
_BEFORE_MARCH = 3
NAMES = tuple(_TERMS)
FIRST_YEAR, LAST_YEAR = 2020, 2044


def term(name: str, year: int) -> date | None:
    """None outside `FIRST_YEAR` to `LAST_YEAR`."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    month, began = _TERMS[name]
    leap_days = (year - 2001 if month < _BEFORE_MARCH else year - 2000) // 4
    day = int((year - 2000) * _A_YEAR + began) - leap_days
    return date(year, month, day + _OFF_BY_ONE.get((name, year), 0))
