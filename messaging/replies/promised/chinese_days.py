"""The times of a reply in Chinese, said in plain Mandarin and simplified characters."""

import re
from collections.abc import Callable
from datetime import date

from messaging.replies.promised import calendar, moon
from messaging.replies.promised.feasts import NAMES_ZH, feast
from messaging.replies.promised.found import Meant, Reader
from messaging.replies.promised.numbers import SMALL, small

_WEEKDAYS = {
    c: n % 7 for c, n in zip("一二三四五六日天1234567", (*range(7), 6, *range(7)), strict=True)
}
_WHICH = {"这": 0, "本": 0, "今": 0, "当": 0, "下": 1, "下下": 2, "下下下": 3}
_ON_ITS_OWN = (
    r"(?<![周拜期第十廿卅百千万零一二三四五六七八九])"
    r"{}(?![定起次直样点共般半切号日天万千百块元个趟笔道会])"
)
"""Of a feast that is two figures: 周五一定 and 十五一次 name none."""
_FEASTS = "|".join(
    _ON_ITS_OWN.format(name) if set(name) <= set("一二三四五六七八九") else name
    for name in sorted(NAMES_ZH, key=len, reverse=True)
)
_DAY_NAMED = (
    r"(?:\d{1,2}|(?:[二三]?十|[廿卅])(?:[一二三四五六七八九](?!定))?|[一二三四五六七八九](?!定))"
    r"(?![一二三四五六七八九](?![定起次直样点共些分部半切]))"
)
"""A day that no 号 need follow: 腊月十五一定还 is the fifteenth."""
_AFTER = r"(?:之?后|以后|过后)"
_WITHIN = rf"(?:之?内|以内|里|{_AFTER})"
_WAGES_THEN = r".{0,2}(?:回款|结款|放款|到账|才?发)"
"""After the middle of a month: when money comes, which is no day to count on."""

_INSIDE = r"(?:之?内|以内|结束之?前|过完之?前)"
_DAY_BEFORE = r"(?:放?长?假期?)?的?(?:前夕|前夜|前一[天日晚]|头一[天日晚])"
_BEFORE = r"(?:之前|以前|前|放?长?假(?:之前|以前|前))(?!后)"


def _shift(days: int) -> Reader:
    return lambda _found, today: calendar.in_days(today, days)


def _always(meant: Meant) -> Reader:
    return lambda _found, _today: meant


def _number(read: Callable[[int, date], Meant]) -> Reader:
    """A reader of the number in the pattern's first group; a time without one is vague."""

    def reader(found: re.Match[str], today: date) -> Meant:
        number = small(found[1])
        return "vague" if number is None else read(number, today)

    return reader


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
    return calendar.month_and_day(today, month, day, year)


def _with_its_weekday(found: re.Match[str], today: date) -> Meant:
    """7月20号(周一), 20号周一: a day only when the two agree."""
    named = found.groupdict()
    day = _month_day(found, today) if named.get("month") else _day_of_month(found, today)
    agrees = isinstance(day, date) and day.weekday() == _WEEKDAYS[found["weekday"]]
    return day if agrees else None


def _day_of_month(found: re.Match[str], today: date) -> Meant:
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
    return None if day is None else calendar.day_of_month(today, day, _WHICH[found["which"]])


def _part_of_month(found: re.Match[str], today: date) -> Meant:
    which = found["which"] or "这"
    if which.startswith("上"):
        return "past"
    if found["part"] in "底末尾":
        return calendar.end_of_month(today, _WHICH[which])
    if found["part"] == "中":
        return calendar.day_of_month(
            today, calendar.MIDDLE, _WHICH[which] if found["which"] else None
        )
    return "vague"


def _middle_of_named_month(month: int, today: date) -> Meant:
    return calendar.month_and_day(today, month, calendar.MIDDLE) if month <= 12 else None


def _from_next_month_on(found: re.Match[str], today: date) -> Meant:
    day = small(found["day"])
    return None if day is None else calendar.day_of_month(today, day, _WHICH[found["which"]])


def _end_of_named_month(month: int, today: date) -> Meant:
    return calendar.end_of_month(today, (month - today.month) % 12) if month <= 12 else None


def _weekday(found: re.Match[str], today: date) -> Meant:
    which, weekday = found["which"], _WEEKDAYS.get(found["day"], 6)
    if which and which.startswith("上"):
        return "past"
    if not which and found["day"] != "末":
        return calendar.coming_weekday(today, weekday)
    return calendar.weekday_of_week(today, weekday, _WHICH[which or "这"])


def _weekday_or_next(found: re.Match[str], today: date) -> Meant:
    """周三或周四: the later, when it is the day after; 周五或周二 is left to who reads it."""
    first = _WEEKDAYS[found[0].split("周")[1][0]]
    one_apart = (_WEEKDAYS[found["day"]] - first) == 1
    day = _weekday(found, today)
    return day if one_apart and day != today else "vague"


def _weekday_of_month(found: re.Match[str], today: date) -> Meant:
    """这个月最后一个周五, 下个月第一个周一."""
    nth = -1 if found["nth"] == "最后一" else "一二三四".index(found["nth"][1]) + 1
    number = small(found["month"]) if found["month"] else None
    if found["month"] and (number is None or number > 12):
        return "vague"
    ahead = (number - today.month) % 12 if number else _WHICH[found["which"] or "这"]
    month = calendar.in_months(today.replace(day=1), ahead)
    return calendar.nth_weekday(month, _WEEKDAYS[found["day"]], nth)


def _days_before(found: re.Match[str], today: date) -> Meant:
    """中秋前三天, 15号前两天."""
    if found["feast"]:
        day: Meant = feast(found["feast"], today)
    elif found["day"]:
        day = _day_of_month(found, today)
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


def _small_new_year(_found: re.Match[str], today: date) -> Meant:
    """The 23rd in the north, the 24th in the south: of two near days the later is offered."""
    return moon.coming(today, moon.LAST_MONTH, 24) or "vague"


def _last_of_week(found: re.Match[str], today: date) -> Meant:
    return calendar.weekday_of_week(today, 6, _WHICH[found[1]])


def _last_of_month(found: re.Match[str], today: date) -> Meant:
    return calendar.end_of_month(today, _WHICH[found[1]])


def _middle_of_month(_found: re.Match[str], today: date) -> Meant:
    return today.replace(day=20) if today.day <= 20 else "vague"


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


def _hours(number: int, today: date) -> Meant:
    return calendar.in_days(today, number // 24) if number % 24 == 0 else "vague"


_THIS_WEEKDAY = r"[号日]?[( ]{0,2}(?:就?是)?(?:[这本下]个?)?周(?P<weekday>[一二三四五六日天])\)?"
_P: list[tuple[str, Reader]] = [
    (r"小年夜", _two_days_before_new_year),
    (r"小年(?![轻纪])(?:当[天日]|那[天日])?", _small_new_year),
    # so many days before a day
    (rf"(?:(?P<feast>{_FEASTS})(?:节|夜)?|(?P<day>(?<![\d年月.个第]){SMALL})[号日]|(?P<next>下)?个?月底)"
     rf"(?:之|的)?前(?P<count>[一两二三四五六七\d])[天日](?![内里])", _days_before),
    # by the moon, where the month is named
    (rf"(?:农历|阴历|旧历)的?(?P<month>[正冬腊]|{SMALL})月初?(?P<day>{_DAY_NAMED})[号日]?"
     r"|(?<![\d个下上这本今一二三四五六七八九十])(?P<month_too>[二三四五六七八九十冬]|十一)月"
     r"初(?P<day_too>[一二三四五六七八九十])(?![期号日周次笔])", _by_the_moon),
    # a date
    (rf"(?P<year>(?!))?(?P<month>{SMALL})月份?(?P<day>{SMALL}){_THIS_WEEKDAY}", _with_its_weekday),
    (rf"(?<![\d年月.个第])(?P<day>{SMALL})(?=[号日]){_THIS_WEEKDAY}", _with_its_weekday),
    (r"(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[号日]?", _month_day),
    (r"(?P<which>下{1,3}|上{1,2}|这|本|今|当)个?月(?:[初中底]|也还?是?|还是|就|同样)?的?(?P<day>"
     rf"{SMALL})(?:[号日]|(?=[还付缴交转给结清就之前吧行]|\s|$))", _day_of_that_month),
    (rf"(?:[明今]年)?(?P<year>(?!))?(?P<month>{SMALL})月份?(?P<day>{_DAY_NAMED})[号日]?(?![个元块千百万天])",
     _month_day),
    (r"(?P<year>(?!))?(?<![\d./-])(?P<month>1[0-2]|0?[1-9])[./-](?P<day>3[01]|[12]\d|0?[1-9])[号日]?"
     r"(?![\d./%-]|[元块万千百KW倍折个期])", _figures),
    (r"(?P<year>(?!))?(?<![\d./-])(?P<day>3[01]|2\d|1[3-9])/(?P<month>1[0-2]|0?[1-9])(?![\d./%-])",
     _month_day),
    # a day by the moon
    (r"(?:农历|阴历)?(?:正月|大?年|新年)?初([一二三四五六七八九十])(?!期)|正月(十[一二三四五])",
     _of_the_first_moon),
    (rf"(?:腊月|年)(?:廿|二十)(?P<tens>[一二三四五六七八九])|腊月初?(?P<day>{_DAY_NAMED})",
     _of_the_last_moon),
    # the last day of what somebody pays within, and the day before a feast
    (rf"(这|本|下{{1,3}})个?周{_INSIDE}", _last_of_week),
    (rf"(这|本|当|下{{1,3}})个?月{_INSIDE}", _last_of_month),
    (rf"(?<![个\d一二三四五六七八九十半])月{_INSIDE}|(?:不出|不超过|出不了)(?:这|本)个?月",
     lambda _found, today: calendar.end_of_month(today)),
    (rf"({SMALL})月份?{_INSIDE}", _number(_end_of_named_month)),
    (rf"(?<![下月])中旬{_INSIDE}", _middle_of_month),
    (rf"({_FEASTS})(?:节|夜)?{_DAY_BEFORE}", _eve),
    # 国庆前 is by that day, as 15号前 and 周五前 are: nobody who pays on it is late.
    (rf"({_FEASTS})(?:节|夜)?{_BEFORE}", _of_the_year),
    (rf"(?:过(?:大|新)?年|春节|新年|大年初一){_BEFORE}", _eve_of_new_year),
    (r"(?<![\d.])520(?=节|(?:当|那)[天日]|晚)", _of_may_20),
    (r"(?<![\d.])618(?=大促|节|(?:当|那)[天日]|晚)", _of_june_18),
    # a part of a month or a year
    (r"(?:农历|阴历|旧历)年[底末尾]", _eve_of_new_year),
    (rf"({SMALL})个半月(?:{_WITHIN})?",
     _number(lambda n, today: calendar.in_days(calendar.in_months(today, n), 15))),
    (r"(?:(?P<which>下{1,3}|这|本|今)个?月|"
     rf"(?P<month>{SMALL})月份?)(?:底|里)?的?(?P<nth>最后一|第[一二三四])个?周(?P<day>[一二三四五六日天])",
     _weekday_of_month),
    (rf"({SMALL})月[底末尾]", _number(_end_of_named_month)),
    (rf"({SMALL})月(?:份的?)?中旬?(?!{_WAGES_THEN})", _number(_middle_of_named_month)),
    (rf"{SMALL}月[中初上下]旬?", _always("vague")),
    (rf"从?(?P<which>下{{1,3}})个?月(?:起|开始)[,，]?每个?月的?(?P<day>{SMALL})[号日]",
     _from_next_month_on),
    (r"(?P<which>下{1,3}|上{1,2}|这|本|今)?个?月(?:的?月)?(?P<part>[底末尾中初])旬?"
     rf"(?!{_WAGES_THEN})", _part_of_month),
    (rf"(?<!月)(?P<which>)(?P<part>中)旬(?!{_WAGES_THEN})", _part_of_month),
    (r"[上中下]旬", _always("vague")),
    (r"下{1,3}个?月|[这本今]个?月|\d{1,2}月份?", _always("vague")),
    (r"上{1,2}个?[月周]", _always("past")),
    (rf"(?:再过|再等|再给我?|给我)半个?月(?:时间|{_WITHIN})?|半个?月{_WITHIN}", _shift(15)),
    (rf"({SMALL})个月{_WITHIN}", _number(lambda n, today: calendar.in_months(today, n))),
    (rf"(?:今年|这一?年|本年)?年[底末尾]|(?<![\d一二三四五六七八九十半两去明后成百])年{_INSIDE}",
     lambda _found, today: date(today.year, 12, 31)),
    (r"[明后]年|年[前后]|过完?年|开春", _always("vague")),
    (rf"(?P<feast>{_FEASTS})(?:节|夜)?(?:放?长?假期?)?(?:{_AFTER}|回来|结束|过完)[,， ]?"
     rf"(?P<day>{SMALL})[号日](?!之?后)", _day_after_a_feast),
    (rf"(?:{_FEASTS}|春节)节?(?:放?长?假期?)?"
     rf"(?:{_AFTER}|回来|结束|过完)[^,，。 ]{{0,3}}", _always("vague")),
    (rf"({_FEASTS})(?:节|夜|晚)?(?:当[天日]|那[天日])?(?!{_AFTER}|放?长?假|[期间]期?)",
     _of_the_year),
    (rf"{_FEASTS}|春节|节[前后]", _always("vague")),
    # a day of the week
    (r"(?:第[一二三四五]|最后一)个?周[一二三四五六日天]", _always("vague")),
    (rf"({SMALL})个?周{_AFTER}的?(?:今[天日]|这一?天)",
     _number(lambda n, today: calendar.in_days(today, 7 * n))),
    (r"下(?:个)?周(?:的?今天|(?:的?这个?|同一)时[候间])", _shift(7)),
    (r"(?:下{1,3}|[这本今])?个?周[一二三四五六日天][至到\-~]周?[一二三四五六日天](?!点)",
     _always("vague")),
    (r"(?P<which>下{1,3}|[这本今])?个?周(?=一二|二三|三四|四五|五六|六[日天])."
     r"(?P<day>[二三四五六日天])(?![点号时个千百万十块元分])", _weekday),
    (r"(?P<which>下{1,3}|[这本今])?个?周[一二三四五六](?:或者?|、)周?(?P<day>[二三四五六日天])"
     r"(?![点号时个千百万十块元分])", _weekday_or_next),
    (r"(?P<which>下{1,3}|上{1,2}|[这本今])?个?周"
     r"(?P<day>(?:一(?!定)|[二三四五六日天末])(?![个天年])|[1-7](?![\d个天年]))"
     r"(?!之?内|以内|后)", _weekday),
    (rf"(?:给我|再给我?|再等|再过|过)({SMALL})个?周(?:时间)?(?![一二三四五六日天末])",
     _number(lambda n, today: calendar.in_days(today, 7 * n))),
    (rf"({SMALL})个?周{_WITHIN}", _number(lambda n, today: calendar.in_days(today, 7 * n))),
    (r"下{1,3}个?周|[这本今]个?周|周内", _always("vague")),
    (rf"^\s*(?:最多|顶多|就|只要|再)?({SMALL})(?:个?周)\s*$",
     _number(lambda n, today: calendar.in_days(today, 7 * n))),
    (rf"(?:拖|宽限|缓|延|宽)我?({SMALL})个?周(?![一二三四五六日天末了])",
     _number(lambda n, today: calendar.in_days(today, 7 * n))),
    # days from today
    (r"(?:拖|缓|延|迟|晚|宽限)个?(?:两|2|一两|两三|三五|几)[天日]", _always("vague")),
    (rf"(?:最多|顶多)(?:拖|缓|延)({SMALL})天(?!了)",
     _number(lambda n, today: calendar.in_days(today, n))),
    (rf"^\s*(?:最多|顶多|就|只要|再)?({SMALL})天\s*$",
     _number(lambda n, today: calendar.in_days(today, n))),
    (r"大前天|前天|昨天|昨晚|昨日|前晚|前几天|前阵子|那天早上", _always("past")),
    (r"明后两?[天日]", _shift(2)),
    (r"今明两?[天日]", _shift(1)),
    (r"(?<!再)过[个上]?(?:两|2|一两|两三|三五|三两)[天日](?!之?内)", _always("vague")),
    (r"第二天|次日|翌日|隔[天日]", _always("next")),
    (r"大后[天日]", _shift(3)),
    (r"后天|(?<![最今以往])后日(?!期)", _shift(2)),
    (r"明[天日早晚晨儿个]", _shift(1)),
    (r"今[天日晚早夜儿晨]", _shift(0)),
    (rf"(?:给我|再给我?|再等|再过|过|宽限我?|多给我?|再宽我?)({SMALL})[天日](?:时间|{_WITHIN})?(?!前)",
     _number(lambda n, today: calendar.in_days(today, n))),
    (rf"({SMALL})天{_WITHIN}", _number(lambda n, today: calendar.in_days(today, n))),
    (rf"(?<![月初第])([两一二三四五六七八九十])日(?:{_AFTER}|之?内|以内|后)",
     _number(lambda n, today: calendar.in_days(today, n))),
    (rf"({SMALL})天前", _always("past")),
    (rf"({SMALL})个?(?:小时|钟头){_WITHIN}", _number(_hours)),
    (r"(?<![个\d一二两三])(?:[等过再]|给我){1,2}(?:半个?(?:小时|钟头)|[一两1-2]个?半?(?:小时|钟头)|\d{1,2}分钟|[一二三四五]?十分钟)",
     _shift(0)),
    (r"等会|等下(?!周|个|月)|待会", _shift(0)),
    (r"[过这]?[几数]天|[过这]两天|过?(?:阵子|段时间)|一会|晚点|稍后|尽快|马上|立[刻马]",
     _always("vague")),
    # a day of the month
    (rf"{SMALL}[号日](?:之后|以后|过后|往后|后)(?!天)", _always("vague")),
    (rf"(?<![\d年月.个第])(?P<first>{SMALL})[号日]?[-~至到](?P<last>{SMALL})[号日](?:之间|间|这几天|内)?",
     _last_of_span),
    (rf"(?:最[迟晚]|至迟|顶多到?|不超过|不过)({SMALL})(?![\d一二三四五六七八九十廿卅元块万千百点:.、个天周月号日期折笔])",
     _number(lambda n, today: calendar.day_of_month(today, n))),
    (r"(?:[二三]?十)?[一二三四五六七八九]{2}[号日]|[一二三]?十[来几多][号日]", _always("vague")),
    (r"(?<![\d年月.个第:/$-])(1\d|2\d|3[01])(?=发(?:工资|薪|钱)|还(?!要|是|有)|缴|交给|给你)",
     _number(lambda n, today: calendar.day_of_month(today, n))),
    (rf"每个?月的?({SMALL})[号日]",
     _number(lambda n, today: calendar.day_of_month(today, n))),
    (rf"(?<![\d年月.个第拖隔过差满足])(?<!(?<!最)[迟晚缓])(?!两日)({SMALL})[号日](?![子码线楼桌店机柜院房贩])",
     _number(lambda n, today: calendar.day_of_month(today, n))),
]  # fmt: skip
PATTERNS = [(re.compile(pattern), read) for pattern, read in _P]
