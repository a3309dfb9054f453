"""The State Council's yearly notice on holidays, as published, read into days. Pure.

`春节：2月15日（农历腊月二十八、周日）至23日放假调休，共9天。2月14日（周六）、2月28日（周六）上班。`
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from messaging.policy.calendar import CalendarDay

_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_FEAST = re.compile(
    r"(?:^|[\s。、.．])(?P<name>[^\s\d：:、。,，]{2,12})[：:](?P<said>.*?(?:放假|休息).*)"
)
_SPAN = re.compile(
    r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
    r"(?:至(?:(?P<y2>\d{4})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日)?"
)
_COUNT = re.compile(r"共(\d{1,2})天")


class NoticeError(ValueError):
    """`said`: the sentence that cannot be read; `reason` for the person, untranslated code."""

    def __init__(self, said: str, reason: str) -> None:
        super().__init__(f"{said}: {reason}")
        self.said, self.reason = said, reason


def is_notice(text: str) -> bool:
    """Whether this is written as the notices are."""
    return "上班" in text and "放假" in text and "月" in text


def read_notice(text: str, year: int) -> list[CalendarDay]:
    """The days off and the make-up days the notice names; those of other years too.

    NoticeError where a span does not have the number of days the notice gives it.
    """
    found: list[CalendarDay] = []
    for line in text.splitlines():
        feast = _FEAST.search(_BRACKETS.sub("", line))
        if feast:
            found += _days(feast["name"], feast["said"], year)
    return found


def _days(name: str, said: str, year: int) -> Iterator[CalendarDay]:
    for sentence in re.split(r"[。；;]", said):
        working = "上班" in sentence and "放假" not in sentence
        if not working and "放假" not in sentence and "休息" not in sentence:
            continue
        days = [day for span in _SPAN.finditer(sentence) for day in _of_span(span, year, sentence)]
        count = _COUNT.search(sentence)
        if not working and count and int(count[1]) != len(days):
            raise NoticeError(sentence.strip(), "count")
        for day in days:
            yield CalendarDay(day, working, f"{name}调休" if working else name)


def _of_span(span: re.Match[str], year: int, sentence: str) -> Iterator[date]:
    try:
        first = date(int(span["y"] or year), int(span["m"]), int(span["d"]))
        last = first
        if span["d2"]:
            month = int(span["m2"] or first.month)
            of_year = int(span["y2"] or first.year + (month < first.month))
            last = date(of_year, month, int(span["d2"]))
    except ValueError:
        raise NoticeError(sentence.strip(), "no_date") from None
    if not 0 <= (last - first).days < 20:
        raise NoticeError(sentence.strip(), "no_date")
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)
