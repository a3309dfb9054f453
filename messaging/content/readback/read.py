"""From a finished text to what it claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from messaging.content.readback.said import Amount, Day, Days, Reading
from messaging.content.readback.shape import NUMBER, Shape, shape_of

_NUMBERS = re.compile(r"([0-9０-９](?:[0-9０-９,]*[0-9０-９])?(?:\.[0-9０-９]+)?)")


def read(text: str, language: str) -> Reading:
    """Everything the text claims of amounts, dates, days, and numbers of loans. `language`:
    zh-hans, zh-hant or en. Names and the like that are no claims are to be masked before
    (`agree.masked`)."""
    pieces = _NUMBERS.split(text)
    return _filled(shape_of(NUMBER.join(pieces[::2]), language), pieces[1::2])


def _filled(shape: Shape, numbers: Sequence[str]) -> Reading:
    return Reading(
        tuple(
            [
                Amount(Decimal(numbers[at].replace(",", "")) * times, currency, summed, owed)
                for at, times, currency, summed, owed in shape.amounts
            ]
        ),
        tuple(
            [
                Day(
                    None if year_at is None else _whole(numbers[year_at]),
                    month if month_at is None else _whole(numbers[month_at]),
                    _whole(numbers[day_at]),
                    due,
                    first,
                )
                for year_at, month_at, month, day_at, due, first in shape.dates
            ]
        ),
        tuple(
            [
                Days(_whole(numbers[at]), overdue, asserted, first)
                for at, overdue, asserted, first in shape.days
            ]
        ),
        tuple([plus if at is None else _whole(numbers[at]) + plus for at, plus in shape.counts]),
        shape.standings,
    )


def _whole(number: str) -> int:
    """A number of days or the like; -1, which is never true, for one with a fraction or commas."""
    return int(number) if number.isdecimal() else -1
