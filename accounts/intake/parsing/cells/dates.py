"""Dates, moments and time zones."""

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from accounts.intake.parsing.cells.marks import narrow
from accounts.intake.parsing.cells.problem import CellProblem

FIRST_YEAR, LAST_YEAR = 2000, 2100
MAX_ZONES = 4
MAX_ZONE_CHARS = 40
# Clocks of two systems may differ by a little; the figures are not from the future for that.
CLOCK_TOLERANCE = dt.timedelta(minutes=5)

DAY = (
    r"(?P<y>[0-9]{4})"
    r"(?:[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?|(?P<md>[0-9]{4}))"
)
CLOCK = r"(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.[0-9]{1,9})?)?"
OFFSET = r"(?P<z>Z|[+-][0-9]{2}:?[0-9]{2})"
MOMENT = re.compile(rf"{DAY}(?:(?:\s*T\s*|\s+|(?<=日)){CLOCK}\s*{OFFSET}?)?", re.IGNORECASE)
ZONE_NAME = re.compile(r"UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){1,2}")
ZONES_IN_WORDS = {"北京时间": "Asia/Shanghai", "中国": "Asia/Shanghai", "乌鲁木齐": "Asia/Urumqi"}


@lru_cache(maxsize=8192)
def parse_date(text: str) -> dt.date:
    """2026-09-15, 2026/9/15, 2026.9.15, 20260915, 2026年9月15日; a midnight after it is ignored."""
    found = MOMENT.fullmatch(narrow(text))
    if not found or found["z"] or any(int(found[part] or 0) for part in "HMS"):
        raise CellProblem("bad_date")
    return day_of(found, code="bad_date")


@lru_cache(maxsize=8192)
def parse_moment(text: str, zone: str) -> dt.datetime:
    """An ISO moment with offset, or a local one (a bare date is its midnight) in `zone`."""
    found = MOMENT.fullmatch(narrow(text))
    if not found:
        raise CellProblem("bad_time")
    day = day_of(found, code="bad_time")
    try:
        hour, minute, second = (int(found[part] or 0) for part in "HMS")
        clock = dt.time(hour, minute, second)
        info = offset_of(found["z"]) if found["z"] else ZoneInfo(zone)
    except ValueError:
        raise CellProblem("bad_time") from None
    return dt.datetime.combine(day, clock, tzinfo=info)


def day_of(found: re.Match[str], *, code: str) -> dt.date:
    month, day = (found["md"][:2], found["md"][2:]) if found["md"] else (found["m"], found["d"])
    try:
        date = dt.date(int(found["y"]), int(month), int(day))
    except ValueError:
        raise CellProblem(code) from None
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise CellProblem("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
    return date


def offset_of(text: str) -> dt.timezone:
    if text in "Zz":
        return dt.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))


@lru_cache(maxsize=1024)
def parse_zones(text: str) -> tuple[str, ...]:
    """One or several zones the customer may be in, separated by | or ;."""
    names = [name.strip() for name in re.split(r"[|;]", narrow(text)) if name.strip()]
    names = list(dict.fromkeys(ZONES_IN_WORDS.get(name, name) for name in names))
    if len(names) > MAX_ZONES:
        raise CellProblem("too_many_zones", limit=MAX_ZONES)
    if not names or not all(zone_exists(name) for name in names):
        raise CellProblem("bad_zone")
    return tuple(names)


def zone_exists(name: str) -> bool:
    if len(name) > MAX_ZONE_CHARS or not ZONE_NAME.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of the zone database is an OSError
        return False
    return True
