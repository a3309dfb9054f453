"""What the patterns of times in Chinese have in common, and readers made from a number."""

import re
from collections.abc import Callable
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.feasts import NAMES_ZH
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import small

WEEKDAYS = {
    c: n % 7 for c, n in zip("一二三四五六日天1234567", (*range(7), 6, *range(7)), strict=True)
}
WHICH = {"这": 0, "本": 0, "今": 0, "当": 0, "下": 1, "下下": 2, "下下下": 3}
ON_ITS_OWN = (
    r"(?<![周拜期第十廿卅百千万零一二三四五六七八九])"
    r"{}(?![定起次直样点共般半切号日天万千百块元个趟笔道会])"
)
"""Of a feast that is two figures: 周五一定 and 十五一次 name none."""
_IN_OTHER_WORDS = {
    "人日": r"(?<![个本别他家工客])人日(?![子常期程后])",
    "尾牙": r"尾牙(?=[当那][天日晚]|之?前|一过)",
    "头牙": r"头牙(?=[当那][天日晚]|之?前|一过)",
    "破五": r"破五(?![千百万十块])",
    "立春": r"(?<![成建设])立春",
    "冬节": r"(?<!立)冬节(?![约省俭])",
}
FEASTS = "|".join(
    ON_ITS_OWN.format(name)
    if set(name) <= set("一二三四五六七八九")
    else _IN_OTHER_WORDS.get(name, name)
    for name in sorted(NAMES_ZH, key=len, reverse=True)
)
DAY_NAMED = (
    r"(?:\d{1,2}|(?:[二三]?十|[廿卅])(?:[一二三四五六七八九](?!定))?|[一二三四五六七八九](?!定))"
    r"(?![一二三四五六七八九](?![定起次直样点共些分部半切]))"
)
"""A day that no 号 need follow: 腊月十五一定还 is the fifteenth."""
AFTER = r"(?:之?后|以后|过后)"
WITHIN = rf"(?:之?内|以内|里|{AFTER})"
WAGES_THEN = r".{0,2}(?:回款|结款|放款|到账|才?发)"
"""After the middle of a month: when money comes, which is no day to count on."""
INSIDE = r"(?:之?内|以内|结束之?前|过完之?前)"
DAY_BEFORE = r"(?:放?长?假期?)?的?(?:前夕|前夜|前一[天日晚]|头一[天日晚])"
BEFORE = r"(?:之前|以前|前|放?长?假(?:之前|以前|前))(?!后)"
THIS_WEEKDAY = r"[号日]?[( ]{0,2}(?:就?是)?(?:[这本下]个?)?周(?P<weekday>[一二三四五六日天])\)?"


def shift(days: int) -> Reader:
    return lambda _found, today: calendar.in_days(today, days)


def always(meant: Meant) -> Reader:
    return lambda _found, _today: meant


def numbered(read: Callable[[int, date], Meant]) -> Reader:
    """A reader of the number in the pattern's first group; a time without one is vague."""

    def reader(found: re.Match[str], today: date) -> Meant:
        number = small(found[1])
        return "vague" if number is None else read(number, today)

    return reader
