"""Days that point to another: the day after it, "that day", the first day back at work."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from messaging.replies.promised import days_off
from messaging.replies.promised.calendar import A_DAY
from messaging.replies.promised.chinese.words import FEASTS
from messaging.replies.promised.feasts import feast
from messaging.replies.promised.found import Meant, Time
from messaging.replies.promised.signs.pointing import BESIDE, OF_ITSELF, THAT_DAY

_FEAST = re.compile(FEASTS)


def pointed(
    said: Iterable[tuple[str, Sequence[Time]]], today: date, countries: tuple[str, ...]
) -> Iterator[tuple[Time, ...]]:
    """The times of each clause, of those that point to another day the day they mean.
    `countries`: whose days off."""
    day: date | None = None
    off: date = today
    before = ""
    for text, times in said:
        off = _feast_in(text, today) or off
        found: list[Time] = []
        for time, following in zip_longest(times, times[1:]):
            meant: Meant = time.meant
            if meant == "next" and following and _beside(text, time, following):
                continue  # 隔天6/20: its day is named right after it
            if meant == "next":
                found = [each for each in found if not _beside(text, each, time)]
                meant = day + A_DAY if day else "vague"
            elif meant in ("back at work", "last day off"):
                found = [each for each in found if not _FEAST.search(text[each.start : each.end])]
                meant = _around(off, meant == "last day off", countries, today)
            day = meant if isinstance(meant, date) else day
            found.append(replace(time, meant=meant))
        yield tuple(found or _that_day(text, day, before))
        before += text


def _around(off: date, last: bool, countries: tuple[str, ...], today: date) -> Meant:
    found = (days_off.last_day_off if last else days_off.first_workday)(off, countries)
    return found if found and found >= today else "vague"


def _feast_in(text: str, today: date) -> date | None:
    found = _FEAST.search(text)
    return feast(found[0], today) if found else None


def _beside(text: str, one: Time, other: Time) -> bool:
    return BESIDE.fullmatch(text[one.end : other.start]) is not None


def _that_day(text: str, day: date | None, before: str) -> Iterator[Time]:
    """Only where a day was named before. 我爸生日那天 is another's, whichever that is; but after
    15号出院 that of 出院当天 is known."""
    found = THAT_DAY.search(text)
    if found and day:
        of_what = text[: found.start()].rstrip("的 ")
        of_itself = OF_ITSELF.search(of_what) or of_what[-2:] in before
        yield Time(found.start(), found.end(), day if of_itself else "vague")
