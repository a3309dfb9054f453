"""Feasts, days by the moon, and those just before and after them."""

import re
from datetime import date

from messaging.replies.promised import calendar, days_off, moon
from messaging.replies.promised.chinese.dates import day_of_month
from messaging.replies.promised.chinese.words import (
    AFTER,
    BEFORE,
    DAY_BEFORE,
    DAY_NAMED,
    FEASTS,
    WEEKDAYS,
    always,
)
from messaging.replies.promised.feast_days import WEATHER
from messaging.replies.promised.feasts import feast
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import SMALL, small


def _days_before(found: re.Match[str], today: date) -> Meant:
    """中秋前三天, 15号前两天."""
    if found["feast"]:
        day: Meant = feast(found["feast"], today)
    elif found["day"]:
        day = day_of_month(found, today)
    else:
        day = calendar.end_of_month(today, 1 if found["next"] else 0)
    count = small(found["count"])
    return calendar.in_days(day, -count) if isinstance(day, date) and count else "vague"


def _day_after_a_feast(found: re.Match[str], today: date) -> Meant:
    """国庆过后8号."""
    named, day = feast(found["feast"], today), small(found["day"])
    return calendar.day_of_month(named, day) if named and day else "vague"


def _of_the_year(found: re.Match[str], today: date) -> Meant:
    return feast(found[1], today) or "vague"


def _eve(found: re.Match[str], today: date) -> Meant:
    day = feast(found[1], today)
    return day - calendar.A_DAY if day and day > today else "vague"


def _eve_of_new_year(_found: re.Match[str], today: date) -> Meant:
    first = moon.new_year(today)
    return first - calendar.A_DAY if first else "vague"


def _two_days_before_new_year(_found: re.Match[str], today: date) -> Meant:
    """小年夜, as Taiwan counts it."""
    first = moon.new_year(today)
    return first - 2 * calendar.A_DAY if first else "vague"


def _small_new_year(found: re.Match[str], today: date) -> Meant:
    """The 23rd in the north, the 24th in the south: of two near days the later is offered, unless
    one of them is named."""
    if named := re.search(r"(?:腊月|十二月|年)(?:廿|二十)([三四])", found.string):
        return moon.coming(today, moon.LAST_MONTH, 23 if named[1] == "三" else 24) or "vague"
    return moon.coming(today, moon.LAST_MONTH, 24) or "vague"


def _of_the_last_moon(found: re.Match[str], today: date) -> Meant:
    """年廿八, 腊月十五."""
    day = small(found["tens"] or found["day"])
    if not day:
        return "vague"
    return moon.coming(today, moon.LAST_MONTH, day + (20 if found["tens"] else 0)) or "vague"


def _by_the_moon(found: re.Match[str], today: date) -> Meant:
    """农历八月初一, and without the word, since only the moon's days are called 初."""
    said = found.groupdict()
    month, day = said.get("month") or said["month_too"], small(said.get("day") or said["day_too"])
    number = {"正": 1, "冬": 11, "腊": 12}.get(month) or small(month)
    return (number and day and moon.coming(today, number, day)) or "vague"


def _of_may_20(_found: re.Match[str], today: date) -> Meant:
    """520 sounds like 我爱你."""
    return calendar.month_and_day(today, 5, 20)


def _of_june_18(_found: re.Match[str], today: date) -> Meant:
    """A day of sales, like 双十一."""
    return calendar.month_and_day(today, 6, 18)


def _of_the_first_moon(found: re.Match[str], today: date) -> Meant:
    day = small(found[1] or found[2])
    return (day and moon.of_first_month(today, day)) or "vague"


def _after_the_days_off(found: re.Match[str], today: date) -> Meant:
    """节后4号, 过完年25号."""
    begins = moon.new_year(today) if "年" in found[0] else today
    if found["feast"]:
        begins = feast(found["feast"], today)
    near = begins and (begins - today).days <= moon.SEASON
    day = small(found["day"])
    return calendar.day_of_month((begins if near else None) or today, day) if day else "vague"


def _day_after(found: re.Match[str], today: date) -> Meant:
    named = feast(found[1], today)
    return named + calendar.A_DAY if named else "vague"


def _last_weekday_before(found: re.Match[str], today: date) -> Meant:
    """过年前最后一个周五."""
    named = feast(found["feast"], today) if found["feast"] else moon.new_year(today)
    if named is None:
        return "vague"
    back = (named.weekday() - WEEKDAYS[found["day"]] - 1) % 7 + 1
    return calendar.in_days(named, -back)


def _last_workday_before(found: re.Match[str], today: date) -> Meant:
    """国庆前最后一个工作日."""
    named = feast(found["feast"], today) if found["feast"] else moon.new_year(today)
    day = days_off.last_workday_before(named, ("CN",)) if named else None
    return day if day and day >= today else "vague"


FIRST: list[tuple[str, Reader]] = [
    (rf"(?:(?P<feast>{FEASTS})节?|过(?:大|新)?年|春节|农历年|新年)(?:放假)?之?前的?最后的?一?个?"
     r"(?:工作日|上班日|营业日|上班天)", _last_workday_before),
    (rf"(?:(?P<feast>{FEASTS})节?|过(?:大|新)?年|春节|农历年|新年)之?前的?(?:最后一?个?|那个?)"
     r"周(?P<day>[一二三四五六日天])", _last_weekday_before),
    # the days off around a feast
    (r"(?:假期?|假日|节日?)里?的?(?:最后一[天日晚]|最尾一[天日]|尾日)", always("last day off")),
    (r"(?:(?:[放休过收]完?(?:了|咗)?[长连节]?假期?|[长连]?假期?)(?:一?结束|一?过|完|放完|收尾|之?后|以后|回来)?"
     r"|节|过完节)(?:之?后|以后|回来)?的?(?:上班|开工|返工|复工|收假)?的?(?:头一|第一|首)个?"
     r"(?:工作日|上班日|营业日|[天日])", always("back at work")),
    (rf"(?P<feast>{FEASTS})?(?:过完?[年节]|[节年假]后|过了[年节]|放完[长]?假)[,， ]?"
     rf"(?P<day>{SMALL})[号日](?!之?后)",
     _after_the_days_off),
    (rf"({FEASTS})(?:节|夜)?的?(?:第二[天日]|次日|翌日|隔[天日]|后一[天日])", _day_after),
    (rf"({'|'.join(WEATHER)})(?=[那当这][天日]|节气|前|之前|一到)(?:节气)?(?:[那当这][天日])?",
     _of_the_year),
    (r"小年夜", _two_days_before_new_year),
    (r"小年(?![轻纪])(?:当[天日]|那[天日])?", _small_new_year),
    # so many days before a day
    (rf"(?:(?P<feast>{FEASTS})(?:节|夜)?|(?P<day>(?<![\d年月.个第]){SMALL})[号日]|(?P<next>下)?个?月底)"
     rf"(?:之|的)?前(?P<count>[一两二三四五六七\d])[天日](?![内里])", _days_before),
    # by the moon, where the month is named
    (rf"(?:农历|阴历|旧历)的?(?P<month>[正冬腊]|{SMALL})月初?(?P<day>{DAY_NAMED})[号日]?"
     r"|(?<![\d个下上这本今一二三四五六七八九十])(?P<month_too>[二三四五六七八九十冬]|十一)月"
     r"初(?P<day_too>[一二三四五六七八九十])(?![期号日周次笔])", _by_the_moon),
]  # fmt: skip


BY_THE_MOON: list[tuple[str, Reader]] = [
    # a day by the moon
    (r"(?:农历|阴历)?(?:正月|大?年|新年)?初([一二三四五六七八九十])(?!期)|正月(十[一二三四五])",
     _of_the_first_moon),
    (rf"(?:腊月|年)(?:廿|二十)(?P<tens>[一二三四五六七八九])|腊月初?(?P<day>{DAY_NAMED})",
     _of_the_last_moon),
]  # fmt: skip


EVES: list[tuple[str, Reader]] = [
    (rf"({FEASTS})(?:节|夜)?{DAY_BEFORE}", _eve),
    # 国庆前 is by that day, as 15号前 and 周五前 are: nobody who pays on it is late.
    (rf"({FEASTS})(?:节|夜)?{BEFORE}", _of_the_year),
    (rf"(?:过(?:大|新)?年|春节|新年|大年初一){BEFORE}", _eve_of_new_year),
    (r"(?<![\d.])520(?=节|(?:当|那)[天日]|晚)", _of_may_20),
    (r"(?<![\d.])618(?=大促|节|(?:当|那)[天日]|晚)", _of_june_18),
    # a part of a month or a year
    (r"(?:农历|阴历|旧历)年[底末尾]", _eve_of_new_year),
]  # fmt: skip


LAST: list[tuple[str, Reader]] = [
    (rf"(?P<feast>{FEASTS})(?:节|夜)?(?:放?长?假期?)?(?:{AFTER}|回来|结束|过完)[,， ]?"
     rf"(?P<day>{SMALL})[号日](?!之?后)", _day_after_a_feast),
    (rf"(?:{FEASTS}|春节)节?(?:放?长?假期?)?"
     rf"(?:{AFTER}|回来|结束|过完)[^,，。 ]{{0,3}}", always("vague")),
    (rf"({FEASTS})(?:节|夜|晚|普渡|拜拜)?(?:当[天日]|那[天日])?(?!{AFTER}|放?长?假|[期间]期?)",
     _of_the_year),
    (rf"{FEASTS}|春节|节[前后]", always("vague")),
]  # fmt: skip
