"""From a finished text to what it claims."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from messaging.content.readback.said import Amount, Day, Days, Reading
from messaging.content.readback.shape import NUMBER, shape_of

_NUMBERS = re.compile(r"([0-9０-９](?:[0-9０-９,]*[0-9０-９])?(?:\.[0-9０-９]+)?)")


class Figures(NamedTuple):
    """What a text claims, as plain tuples of the fields of `said.Amount`, `Day` and `Days`: read
    for every text that leaves, and so without ceremony."""

    amounts: list[tuple[Decimal, str, bool, bool]]
    dates: list[tuple[int | None, int, int, bool, bool]]
    days: list[tuple[int, bool | None, bool, bool]]
    counts: list[int]
    standings: frozenset[str]


def read(text: str, language: str) -> Reading:
    """Everything the text claims of amounts, dates, days, and numbers of loans. `language`:
    zh-hans, zh-hant or en. Names and the like that are no claims are to be masked before
    (`masked.masked`)."""
    found = figures(text, language)
    return Reading(
        tuple([Amount(*each) for each in found.amounts]),
        tuple([Day(*each) for each in found.dates]),
        tuple([Days(*each) for each in found.days]),
        tuple(found.counts),
        found.standings,
    )


def figures(text: str, language: str) -> Figures:
    """The same, for comparing."""
    pieces = _NUMBERS.split(text)
    numbers = pieces[1::2]
    shape = shape_of(NUMBER.join(pieces[::2]), language)
    return Figures(
        [
            (Decimal(numbers[at].replace(",", "")) * times, currency, summed, owed)
            for at, times, currency, summed, owed in shape.amounts
        ],
        [
            (
                None if year_at is None else _whole(numbers[year_at]),
                month if month_at is None else _whole(numbers[month_at]),
                _whole(numbers[day_at]),
                due,
                first,
            )
            for year_at, month_at, month, day_at, due, first in shape.dates
        ],
        [
            (_whole(numbers[at]), overdue, asserted, first)
            for at, overdue, asserted, first in shape.days
        ],
        [plus if at is None else _whole(numbers[at]) + plus for at, plus in shape.counts],
        shape.standings,
    )


def _whole(number: str) -> int:
    """A number of days or the like; -1, which is never true, for one with a fraction or commas."""
    return int(number) if number.isdecimal() else -1
