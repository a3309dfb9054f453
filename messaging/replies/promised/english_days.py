"""The times of a reply in English, in capital letters."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.feasts import NAMES_EN, feast
from messaging.replies.promised.found import Meant, Reader

_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_WEEKDAY = (
    r"(?P<day>MON(?:DAY)?|TUE(?:S(?:DAY)?)?|WED(?:S|NESDAY)?|THU(?:R(?:S(?:DAY)?)?)?|FRI(?:DAY)?"
    r"|SAT(?:URDAY)?|SUN(?:DAY)?)S?\b"
)
SUNDAY = 6
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = (
    r"(?P<month>JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
_SHORT_DAYS, _MONTH_TOO = "|".join(_DAYS), _MONTH.replace("<month>", "<month_too>")
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_A_MONTH, _A_DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINALS = (
    *(
        "FIRST",
        "SECOND",
        "THIRD",
        "FOURTH",
        "FIFTH",
        "SIXTH",
        "SEVENTH",
        "EIGHTH",
        "NINTH",
        "TENTH",
    ),
    *("ELEVENTH", "TWELFTH", "THIRTEENTH", "FOURTEENTH", "FIFTEENTH", "SIXTEENTH", "SEVENTEENTH"),
    *("EIGHTEENTH", "NINETEENTH", "TWENTIETH"),
    *("TWENTYFIRST", "TWENTYSECOND", "TWENTYTHIRD", "TWENTYFOURTH", "TWENTYFIFTH", "TWENTYSIXTH"),
    *("TWENTYSEVENTH", "TWENTYEIGHTH", "TWENTYNINTH", "THIRTIETH", "THIRTYFIRST"),
)
_SPELT = "|".join(re.sub(r"^(TWENTY|THIRTY)", r"\1[\\s-]?", name) for name in _ORDINALS)
_ORDINAL = rf"(?P<ordinal>{_SPELT})"
_NTH = {"1ST": "FIRST", "2ND": "SECOND", "3RD": "THIRD", "4TH": "FOURTH"} | {
    name[:3]: name for name in _ORDINALS[:4]
}
_WORDS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")
_COUNT = rf"(?P<count>\d{{1,2}}|AN?|{'|'.join(_WORDS)})"


def _shift(days: int) -> Reader:
    return lambda _found, today: calendar.in_days(today, days)


def _always(meant: Meant) -> Reader:
    return lambda _found, _today: meant


def _count(found: re.Match[str]) -> int:
    said = found["count"]
    if said.isdigit():
        return int(said)
    return _WORDS.index(said) + 1 if said in _WORDS else 1


def _in_units(found: re.Match[str], today: date) -> Meant:
    count, unit = _count(found), found["unit"]
    if unit == "MONTH":
        return calendar.in_months(today, count)
    return calendar.in_days(today, count * {"DAY": 1, "WEEK": 7, "WK": 7, "FORTNIGHT": 14}[unit])


def _in_units_from(found: re.Match[str], today: date) -> Meant:
    """Two weeks today, a week tomorrow, a fortnight on Monday."""
    said = found["day"] or found["from"]
    start = calendar.in_days(today, 0 if said in ("TODAY", "2DAY") else 1)
    if found["day"]:
        start = calendar.coming_weekday(today, _DAYS.index(said[:3]))
    return calendar.in_days(start, _count(found) * (14 if found["unit"] == "FORTNIGHT" else 7))


def _hours(found: re.Match[str], today: date) -> Meant:
    return calendar.in_days(today, int(found[1]) // 24)


def _weekday(found: re.Match[str], today: date) -> Meant:
    weekday, which = _DAYS.index(found["day"][:3]), found["which"]
    if which == "LAST":
        return "past"
    if which in ("NEXT", "NXT"):
        return calendar.weekday_of_week(today, weekday, 1)
    if which == "THIS" and weekday == today.weekday():
        return today
    return calendar.coming_weekday(today, weekday)


def _in_a_fortnight(found: re.Match[str], today: date) -> Meant:
    """Thursday fortnight: two weeks after the next one."""
    return calendar.in_days(calendar.coming_weekday(today, _DAYS.index(found[0][:3])), 14)


def _last_of_span(found: re.Match[str], today: date) -> Meant:
    """Between Thursday and Saturday: the last day that can be meant."""
    first, last = (
        calendar.coming_weekday(today, _DAYS.index(found[name][:3])) for name in ("first", "last")
    )
    return last if first < last else "vague"


def _weekday_after_next(found: re.Match[str], today: date) -> Meant:
    """Friday after next is that of the week after next, as next Friday is that of the next."""
    weekday = _DAYS.index((found["day"] or found["day_too"] or found["day_of"])[:3])
    return calendar.weekday_of_week(today, weekday, 2)


def _weekday_of_month(found: re.Match[str], today: date) -> Meant:
    """The last Friday of the month, the first Monday of next month; without a month the next such
    day."""
    weekday = _DAYS.index(found["day"][:3])
    nth = -1 if found["nth"] == "LAST" else _ORDINALS.index(_NTH[found["nth"][:3]]) + 1
    ahead = 1 if found["of"] else 0
    if found["month"]:
        ahead = (_MONTHS.index(found["month"][:3]) + 1 - today.month) % 12
    return calendar.nth_weekday(calendar.in_months(today.replace(day=1), ahead), weekday, nth)


def _middle_of_month(found: re.Match[str], today: date) -> Meant:
    named = found["month"]
    if named:
        return calendar.month_and_day(today, _MONTHS.index(named[:3]) + 1, calendar.MIDDLE)
    return calendar.day_of_month(today, calendar.MIDDLE, 1 if found["of"] else None)


def _weekday_of_next_week(found: re.Match[str], today: date) -> Meant:
    weekday = _DAYS.index((found["day"] or found["day_too"])[:3])
    return calendar.weekday_of_week(today, weekday, 1)


def _weekday_and_day(found: re.Match[str], today: date) -> Meant:
    """Mon the 7th: a day only when the two agree."""
    day = calendar.day_of_month(today, int(found["date"]))
    return day if day and day.weekday() == _DAYS.index(found["day"][:3]) else None


def _weekday_and_date(found: re.Match[str], today: date) -> Meant:
    """Wed 16 September, Wed, Sept 16: a day only when the two agree."""
    month = _MONTHS.index((found["month"] or found["month_too"])[:3]) + 1
    day = calendar.month_and_day(today, month, int(found["date"] or found["date_too"]))
    weekday = _DAYS.index((found["day"] or found["day_too"])[:3])
    return day if day and day.weekday() == weekday else None


def _month_day(found: re.Match[str], today: date) -> Meant:
    month = _MONTHS.index(found["month"][:3]) + 1
    year = int(found["year"]) if found["year"] else None
    return calendar.month_and_day(today, month, int(found["day"]), year)


def _end_of_named_month(found: re.Match[str], today: date) -> Meant:
    ahead = (_MONTHS.index(found["month"][:3]) + 1 - today.month) % 12
    return calendar.end_of_month(today, ahead)


def _figures(found: re.Match[str], today: date) -> Meant:
    """Month and day, or day and month: whichever is near, if one alone is."""
    one, two = int(found["one"]), int(found["two"])
    both = {calendar.month_and_day(today, *each) for each in ((one, two), (two, one))}
    days = [day for day in both if day is not None]
    near = [day for day in days if (day - today).days <= calendar.NEAR]
    if len(days) == 1 or len(near) == 1:
        return (near or days)[0]
    return None


def _iso(found: re.Match[str], today: date) -> Meant:
    return calendar.month_and_day(today, int(found[2]), int(found[3]), int(found[1]))


def _day_of_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, int(found["day"]))


def _later_of_two(found: re.Match[str], today: date) -> Meant:
    """27th or 28th: the later, when it comes soon after the other."""
    first = calendar.day_of_month(today, int(re.findall(r"\d+", found[0])[0]))
    later = calendar.day_of_month(today, int(found["day"]))
    near = first and later and 0 < (later - first).days <= calendar.EITHER_WITHIN
    return later if near else "vague"


def _day_of_next_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, int(found["day"] or found["of"]), 1)


def _nth(found: re.Match[str]) -> int:
    said = found["ordinal"] or found["ordinal_too"]
    return _ORDINALS.index(re.sub(r"[\s-]", "", said)) + 1


def _ordinal(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, _nth(found))


def _ordinal_of_this_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, int(found["day"]) if found["day"] else _nth(found), 0)


def _ordinal_of_next_month(found: re.Match[str], today: date) -> Meant:
    return calendar.day_of_month(today, _nth(found), 1)


def _ordinal_of_named_month(found: re.Match[str], today: date) -> Meant:
    month = _MONTHS.index((found["month"] or found["month_too"])[:3]) + 1
    return calendar.month_and_day(today, month, _nth(found))


def _feast(found: re.Match[str], today: date) -> Meant:
    said = re.sub(r"[^A-Z]", "", found[1])
    name = said if said in NAMES_EN else said.removesuffix("DAY")
    return feast(name, today) or "vague"


def _a_week_later(found: re.Match[str], today: date) -> Meant:
    """Wednesday week, a week on Wednesday: not the next one, the one after."""
    weekday = _DAYS.index((found["day"] or found["day_too"])[:3])
    return calendar.in_days(calendar.coming_weekday(today, weekday), 7)


_FEASTS = "|".join(
    r"[\s'.]*".join(name.removesuffix("DAY"))
    + (r"\s*DAY" if name.endswith("DAY") else r"(?:\s+DAY)?\b(?!\s+HOLIDAYS?)")
    for name in sorted(NAMES_EN, key=len, reverse=True)
)
_NO_NOUN = (
    r"(?!\s+(?!(?:OF|I|PLEASE|PLS|THANKS?|OK|LATEST|FOR|WITHOUT|AT|PROMISE|INSTEAD|THEN|IF|WILL|AND"
    r"|OR|BUT|SORRY|MATE|WORKS|IS|MORNING|ALRIGHT|YES|SIR|DEFINITELY|IN|ON|AS|BY|WHEN|WE|MY|IT)\b)"
    r"[A-Z])"
)
_THE_DAY = r"(?:THE\s+)?3[01](?:ST|TH)|(?:THE\s+)?[12]?\d(?:ST|ND|RD|TH)"
_P: list[tuple[str, Reader]] = [
    # a date
    (r"\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b", _iso),
    (rf"\b{_WEEKDAY},?\s+(?:THE\s+)?(?P<date>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)?\s+(?:OF\s+)?{_MONTH}"
     rf"|\b(?P<day_too>{_SHORT_DAYS})\w*,?\s+{_MONTH_TOO}\s+(?P<date_too>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)?\b",
     _weekday_and_date),
    (rf"\b{_MONTH}\s*(?:THE\s+)?{_DAY}(?:ST|ND|RD|TH)?\b(?:,?\s+(?P<year>20\d\d))?", _month_day),
    (rf"\b{_DAY}(?:ST|ND|RD|TH)?\s*(?:OF\s+)?{_MONTH}(?:,?\s+(?P<year>20\d\d))?", _month_day),
    (rf"\b{_WEEKDAY},?\s+(?:THE\s+)?(?P<date>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)\b",
     _weekday_and_day),
    (rf"(?<![\d./$£€-])(?=(?:{_A_MONTH}[/.-]{_A_DAY}|{_A_DAY}[/.-]{_A_MONTH})(?!\d))"
     r"(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})(?![\d./%-]|\s*(?:AM|PM|K|DAYS|WEEKS))", _figures),
    (rf"\bNEXT\s+MONTH\s+(?:THE\s+)?{_DAY}(?:ST|ND|RD|TH)?\b|\b(?:THE\s+)?(?P<of>3[01]|[12]\d|0?[1-9])(?:ST|ND|RD|TH)"
     r"\s+(?:OF\s+)?NEXT\s+MONTH", _day_of_next_month),
    (rf"\b(?:THE\s+)?{_ORDINAL}\s+(?:DAY\s+)?OF\s+(?:THE\s+)?NEXT\s+MONTH", _ordinal_of_next_month),
    (rf"\b(?:THE\s+)?(?:{_DAY}(?:ST|ND|RD|TH)|{_ORDINAL})\s+(?:DAY\s+)?OF\s+THIS\s+MONTH",
     _ordinal_of_this_month),
    (rf"\b(?:THE\s+)?{_ORDINAL}\s+(?:DAY\s+)?(?:OF\s+)?{_MONTH}|\b{_MONTH_TOO}\s+(?:THE\s+)?"
     rf"{_ORDINAL.replace('ordinal', 'ordinal_too')}\b", _ordinal_of_named_month),
    (rf"\b(?:AFTER|POST)\s+(?:THE\s+)?(?:{_FEASTS})", _always("vague")),
    (rf"\b({_FEASTS})(?!\s+(?:MONEY|BONUS|SHOPPING|PRESENTS?|GIFTS?|PARTY|CLUB|HOLS?)\b)", _feast),
    (r"\b" + _COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT|MONTH)S?\s+FROM\s+TODAY\b", _in_units),
    (r"\b" + _COUNT + r"\s*(?P<unit>WEEK|WK|FORTNIGHT)S?\s+"
     rf"(?:(?P<from>TODAY|2DAY|TOM+OR+OW|TMRW?)\b|(?:(?:ON|FROM)\s+)?{_WEEKDAY})", _in_units_from),
    (r"\b(?:A\s+)?FORTNIGHT\s+(?:FROM\s+)?(?:TODAY|NOW)\b|\bIN\s+A\s+FORTNIGHT\b",
     _shift(14)),
    # the end of something
    (r"\bEND\s+OF\s+NEXT\s+MONTH|\bNEXT\s+MONTH'?S?\s+END",
     lambda _found, today: calendar.end_of_month(today, 1)),
    (r"\b(?:END\s+OF|LAST\s+DAY\s+OF|WITHIN)\s+(?:THE\s+|THIS\s+)?(?:MONTH|MTH)|\bEOM\b|\bMONTH-?\s?END"
     r"|\b(?:BEFORE\s+)?(?:THE|THIS)\s+MONTH\s+(?:ENDS|IS\s+OUT)\b",
     lambda _found, today: calendar.end_of_month(today)),
    (rf"\b(?:END|LAST\s+DAY)\s+OF\s+{_MONTH}", _end_of_named_month),
    (r"\bEND\s+OF\s+(?:THE\s+|THIS\s+)?YEAR|\bYEAR-?\s?END|\bNEW\s+YEAR'?S\s+EVE",
     lambda _found, today: date(today.year, 12, 31)),
    (r"\b(?:END\s+OF\s+(?:THE\s+)?DAY|EOD|LATER\s+TODAY|TODAY|2DAY|TONIGHT|TONITE|2NITE|TONIGH)\b"
     r"|\bTHIS\s+(?:EVENING|AFTERNOON|MORNING|ARVO)\b|\bBY\s+MIDNIGHT", _shift(0)),
    (r"\b(?:(?:THE\s+)?END|LAST\s+DAY)\s+OF\s+NEXT\s+W(?:EE)?K\b",
     lambda _found, today: calendar.weekday_of_week(today, SUNDAY, 1)),
    (r"\bEND\s+OF\s+(?:THE|THIS)\s+W(?:EE)?K|\bEOW\b", _always("vague")),
    (rf"\b(?P<nth>LAST|FIRST|SECOND|THIRD|FOURTH|1ST|2ND|3RD|4TH)\s+{_WEEKDAY}\s+(?:OF|IN)\s+"
     rf"(?:(?:THE|THIS|EACH|EVERY)\s+MONTH\b|(?:THE\s+)?(?P<of>NEXT\s+MONTH)\b|{_MONTH})",
     _weekday_of_month),
    (rf"\b(?:THE\s+)?(?:MIDDLE\s+OF|MID)[\s-]*(?:(?:(?:THE|THIS)\s+)?MONTH\b"
     rf"|(?:THE\s+)?(?P<of>NEXT\s+MONTH)\b|{_MONTH})", _middle_of_month),
    # gone by
    (r"\bYESTERDAY|\bYDAY\b|\bLAST\s+(?:NIGHT|NITE|WEEK|WK|MONTH)|\bDAYS?\s+AGO|\bWEEKS?\s+AGO",
     _always("past")),
    # a day of the week
    (rf"\bBETWEEN\s+(?P<first>{_SHORT_DAYS})[A-Z]*\s+(?:AND|TO)\s+(?P<last>{_SHORT_DAYS})[A-Z]*",
     _last_of_span),
    (rf"\b(?:A\s+)?WEEK\s+(?:ON|FROM)\s+{_WEEKDAY}|\b(?P<day_too>{_SHORT_DAYS})[A-Z]*\s+WEEK\b(?!\s+AFTER)",
     _a_week_later),
    (rf"\bNEXT\s+W(?:EE)?K\s+(?:ON\s+)?{_WEEKDAY}|\b(?P<day_too>{_SHORT_DAYS})\w*\s+(?:OF\s+)?NEXT\s+W(?:EE)?K\b",
     _weekday_of_next_week),
    (rf"\b(?:THE\s+)?{_WEEKDAY}\s+AFTER\s+NEXT\b(?!\s+W)|\b(?P<day_too>{_SHORT_DAYS})\w*"
     r"\s+(?:OF\s+)?THE\s+WEEK\s+AFTER\s+NEXT\b|\bWEEK\s+AFTER\s+NEXT\s+(?:ON\s+)?(?:THE\s+)?"
     rf"(?P<day_of>{_SHORT_DAYS})[A-Z]*", _weekday_after_next),
    (rf"\b(?:{_SHORT_DAYS})[A-Z]*\s+FORTNIGHT\b", _in_a_fortnight),
    (rf"\b(?:(?P<which>NEXT|NXT|THIS\s+COMING|THIS|COMING|LAST)\s+)?{_WEEKDAY}(?!\s+(?:AFTER\s+NEXT|WEEK\b))",
     _weekday),
    (r"\b(?:THIS|THE|COMING|OVER\s+THE)\s+(?:COMING\s+)?WEEKEND|\bWEEKEND\b",
     lambda _found, today: calendar.weekday_of_week(today, 6, 0)),
    (rf"\bA?\s*FORTNIGHT\s+(?:ON|FROM)\s+{_WEEKDAY}|\bWEEK\s+AFTER\s+NEXT", _always("vague")),
    # days from today
    (r"\bDAY\s+AFTER\s+(?:TOM+OR+OW|TMR?W?)|\bOVERMORROW", _shift(2)),
    (r"\b(?:TOM+OR+OW|TOM+OR+O|TMRW?|TMW|TMRO|TOMO|TOMOZ|2MOR+OW?|2MRW|2MOZ)\b", _shift(1)),
    (r"\b(?:THIS\s+TIME|SAME\s+(?:DAY|TIME))\s+NEXT\s+W(?:EE)?K\b", _shift(7)),
    (r"^\s*(?:JUST\s+|ABOUT\s+|MAYBE\s+)?" + _COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\s*$",
     _in_units),
    (r"\b(?:IN|WITHIN)\s+(?:THE\s+NEXT\s+|ABOUT\s+|AROUND\s+|ROUGHLY\s+|JUST\s+|MAYBE\s+)?" + _COUNT
     + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT|MONTH)S?\b", _in_units),
    (r"\b" + _COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT|MONTH)S?'?\s+"
     r"(?:TIME|FROM\s+(?:NOW|TODAY))\b", _in_units),
    (r"\b(?:GIVE\s+(?:ME|US)|GIMME|NEED|WAIT)\s+(?:JUST\s+|ANOTHER\s+)?" + _COUNT
     + r"\s*(?:MORE\s+)?(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\b", _in_units),
    (r"\b" + _COUNT + r"\s*(?:MORE\s+|EXTRA\s+)(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\b", _in_units),
    (r"\b" + _COUNT + r"\s*(?P<unit>DAY|WEEK|WK|FORTNIGHT)S?\s+(?:MORE|LONGER|EXTRA)\b", _in_units),
    (r"\b(?:IN|WITHIN)\s+(24|48|72)\s*H(?:OU)?RS?\b", _hours),
    (r"\bNEXT\s+(?:WEEK|WK|MONTH|MTH|YEAR|PAYDAY|PAY\s?CHECK)|\bTHIS\s+(?:WEEK|WK|MONTH|MTH)"
     r"|\bPAYDAY|\b(?:COUPLE|FEW)\s+(?:OF\s+)?(?:MORE\s+)?(?:DAYS|WEEKS)|\bSOON|\bASAP|\bLATER"
     r"|\bNOW\b|\b(?:IN|WITHIN)\s+THE\s+WEEK", _always("vague")),
    (rf"\b(?:AFTER|PAST|FROM)\s+(?:THE\s+)?{_DAY}(?:ST|ND|RD|TH)\b", _always("vague")),
    # a day of the month
    (rf"\b(?:{_THE_DAY})\s*(?:-|TO|OR)\s*(?={_THE_DAY})(?:THE\s+)?{_DAY}(?:ST|ND|RD|TH)\b",
     _later_of_two),
    (rf"\b(?:THE\s+)?{_DAY}(?:ST|ND|RD|TH)\b(?!\s+(?:THING|TIME|OF\s+ALL)\b)", _day_of_month),
    (rf"\b(?:ON|BY|BEFORE|UNTIL|TILL?)\s+THE\s+{_DAY}\b", _day_of_month),
    (rf"\b(?:ON|BY|BEFORE|UNTIL|TILL?)\s+THE\s+{_ORDINAL}\b{_NO_NOUN}", _ordinal),
    (rf"\bTHE\s+(?!FIRST|SECOND|THIRD){_ORDINAL}\b{_NO_NOUN}", _ordinal),
    # of the day named before it
    (r"\b(?:THE\s+)?(?:DAY\s+AFTER(?=\s*$|\s+THAT\b)|(?:NEXT|FOLLOWING)\s+DAY)\b",
     _always("next")),
]  # fmt: skip
PATTERNS = [(re.compile(pattern), read) for pattern, read in _P]
