"""When somebody who asks for a call wants it: 明天下午3点给我打电话, 晚上八点后, "call me at 6pm".

Only what an agent's form is filled in with, so what is in doubt is left open. Pure.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from messaging.replies.promised.clauses import clauses
from messaging.replies.promised.numbers import small
from messaging.replies.topics import Topic, topics

PARTS = {
    "上午": (9, 0), "早上": (9, 0), "早晨": (9, 0), "中午": (12, 0), "下午": (14, 12),
    "傍晚": (18, 12), "今晚": (19, 12), "晚上": (19, 12), "MORNING": (9, 0), "NOON": (12, 0),
    "AFTERNOON": (14, 12), "EVENING": (18, 12), "TONIGHT": (19, 12),
}  # fmt: skip
"""The hour that is meant where none is named, and what a named one below twelve counts from."""

WORKING_HOURS = (9, 20)
"""First and last hour that a bare "3点" can mean: nobody asks for a call at three at night."""

_PART = re.compile("|".join(PARTS))
_HOUR = re.compile(
    r"(?<![\d.:])(?:(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"|(?P<said>\d{1,2}|[一二两三四五六七八九十]{1,3})点(?:(?P<half>半)|(?P<late>\d{1,2})分)?"
    r"|(?P<english>\d{1,2})(?=\s?[AP]\.?M\b))\s?(?P<noon>[AP])?\.?(?:M\b)?"
)
_CALL = re.compile(r"打(?:电话)?给我|打我|回(?:个)?电|来电|致电|联系我|通(?:个)?电话")


def wished(text: str, written: datetime) -> datetime | None:
    """The moment not before which its writer wants to be called, in the zone of `written`; None:
    none is named, or it has gone by, or the text asks for no call."""
    said = unicodedata.normalize("NFKC", text).upper()
    if Topic.PERSON not in topics(text) and not _CALL.search(said):
        return None
    hour = _hour(said)
    if hour is None:
        return None
    day = _day(text, written)
    if day is None:
        day = written.date() + timedelta(days=hour <= written.time())
    wish = datetime.combine(day, hour, written.tzinfo)
    return wish if wish > written else None


def _day(text: str, written: datetime) -> date | None:
    days = {day for part in clauses(text, written.date(), written.time()) for day in part.days}
    return days.pop() if len(days) == 1 else None


def _hour(said: str) -> time | None:
    """None as well where several hours are named."""
    part = _PART.search(said)
    usual, counts_from = PARTS[part[0]] if part else (None, None)
    named = [found for found in _HOUR.finditer(said) if found[0].strip()]
    if not named:
        return time(usual) if usual is not None else None
    if len(named) > 1:
        return None
    return _named(named[0], counts_from)


def _named(found: re.Match[str], counts_from: int | None) -> time | None:
    figure = found["hour"] or found["said"] or found["english"]
    hour = small(figure)
    minute = 30 if found["half"] else int(found["minute"] or found["late"] or 0)
    if hour is None or minute > 59:
        return None
    if found["noon"] == "P" or counts_from == 12:
        hour += 12 if hour < 12 else 0
    elif counts_from is None and not found["noon"] and not found["hour"]:
        first, last = WORKING_HOURS
        hour = next((each for each in (hour, hour + 12) if first <= each <= last), -1)
    return time(hour, minute) if 0 <= hour < 24 else None
