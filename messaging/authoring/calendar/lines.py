"""Days of the work calendar as a person writes or pastes them, one a line; and back. Pure.

`2027-01-01 休 元旦` · `2027-02-06 班 春节调休` · `2027-12-25 Christmas Day` ·
`2027-02-11~2027-02-17 休 春节`. Separated by blanks, commas or tabs, so the rows of a table are
such lines too. A whole notice of the State Council is read as well (`notice`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from accounts.intake.parsing.cells.dates import parse_date
from accounts.intake.parsing.cells.problem import CellProblem
from messaging.authoring.calendar.notice import NoticeError, is_notice, read_notice
from messaging.policy.calendar import MAX_NAME, CalendarDay

MAX_TEXT = 20_000
"""Characters of what is pasted; a year has some 40 days to tell."""
LONGEST_SPAN = 20
OFF = frozenset(["休", "休息", "放假", "off", "holiday", "closed", "0", "no", "n", "false"])
ON = frozenset(
    [
        "班",
        "上班",
        "补班",
        "補班",
        "调休上班",
        "補行上班",
        "work",
        "working",
        "1",
        "yes",
        "y",
        "true",
    ]
)
_DIVIDERS = re.compile(r"[\s,，;；\t]+")
_SPAN = re.compile(r"\s*(?:~|～|至| to )\s*")


class Problem(NamedTuple):
    """What stands on a line (1 is the first) that cannot be a day; `reason` is a code."""

    line: int
    said: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """`left_out`: days of other years, which a notice names at the turn of the year."""

    days: tuple[CalendarDay, ...]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[date, ...] = ()


def read_days(text: str, year: int) -> Reading:
    """The days of a text. A later mention of a day replaces an earlier one."""
    if is_notice(text):
        try:
            return _reading(read_notice(text, year), [], year, may_leave_out=True)
        except NoticeError as wrong:
            return Reading((), (Problem(0, wrong.said, wrong.reason),))
    found: list[CalendarDay] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or (number == 1 and not any(map(str.isdigit, line))):
            continue  # the headings of a table
        try:
            found += _days(line)
        except ValueError as wrong:
            problems.append(Problem(number, line.strip()[:80], str(wrong)))
    return _reading(found, problems, year, may_leave_out=False)


def write_days(days: Iterable[CalendarDay], *, off: str = "休", on: str = "班") -> str:
    """One line a day, as `read_days` reads it."""
    return "\n".join(f"{d.date} {on if d.working else off} {d.name}".strip() for d in days)


def _reading(
    found: list[CalendarDay], problems: list[Problem], year: int, *, may_leave_out: bool
) -> Reading:
    others = sorted({day.date for day in found if day.date.year != year})
    if others and not may_leave_out:
        problems += [Problem(0, str(day), "another_year") for day in others]
    own = {day.date: day for day in found if day.date.year == year}
    odd = tuple(own[day] for day in sorted(own) if own[day].is_odd)
    return Reading(odd, tuple(problems), tuple(others))


def _days(line: str) -> list[CalendarDay]:
    """ValueError with the code of what is wrong."""
    first, last, rest = _span(line.strip().strip(",，;；"))
    words = [word for word in _DIVIDERS.split(rest) if word]
    working = False
    for place in (0, -1):  # the kind stands before the name or after it
        if words and words[place].lower() in OFF | ON:
            working = words.pop(place).lower() in ON
            break
    name = " ".join(words)
    if len(name) > MAX_NAME:
        raise ValueError("long_name")
    count = (last - first).days + 1
    if not 1 <= count <= LONGEST_SPAN:
        raise ValueError("no_date")
    days = [CalendarDay(first + timedelta(days=n), working, name) for n in range(count)]
    if not name and not any(day.is_odd for day in days):
        raise ValueError("plain")
    return days


def _span(line: str) -> tuple[date, date, str]:
    first, rest = _date_at(line)
    divided = _SPAN.match(rest)
    if divided is None:
        return first, first, rest
    last, rest = _date_at(rest[divided.end() :])
    return first, last, rest


def _date_at(text: str) -> tuple[date, str]:
    found = re.match(r"\s*(\d{4}年\d{1,2}月\d{1,2}日|\d{8}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})", text)
    if found is None:
        raise ValueError("no_date")
    rest = re.sub(r"^(\s*T?\s*0{1,2}:00(:00)?)", "", text[found.end() :])
    if rest[:1].isdigit():
        raise ValueError("no_date")
    try:
        return parse_date(found[1]), rest
    except CellProblem:
        raise ValueError("no_date") from None
