"""Days by the moon, as the Chinese calendar counts them."""

from collections.abc import Iterator
from datetime import date, timedelta

from messaging.replies.promised.calendar import FAR

_YEARS = """
2024-02-10 010010110110 0  2025-01-29 1010010101110 6  2026-02-17 101001001110 0
2027-02-06 110100100110 0  2028-01-26 1110100100110 5  2029-02-13 110101010011 0
2030-02-03 010110101010 0  2031-01-23 0110101101010 3  2032-02-11 100101101101 0
2033-01-31 0100101011101 11  2034-02-19 010010101101 0  2035-02-08 101001001101 0
2036-01-28 1101001001011 6  2037-02-15 110100100101 0  2038-02-04 110101010010 0
2039-01-24 1101101010100 5  2040-02-12 101101011010 0  2041-02-01 010101101101 0
2042-01-22 0100101011011 2  2043-02-10 010010011011 0  2044-01-30 1010010010111 7
2045-02-17 101001001011 0
"""
"""Of each year its first day, the months that have thirty days and not twenty-nine, and the month
that comes twice. The second of the two names no day: people hardly mean it."""

LAST_MONTH, FULL = 12, 30


def _months() -> Iterator[tuple[int, int, date, int]]:
    """Year, month, its first day and how many it has."""
    said = _YEARS.split()
    for first, lengths, twice in zip(said[::3], said[1::3], said[2::3], strict=True):
        begins, leap = date.fromisoformat(first), int(twice)
        for place, full in enumerate(lengths, start=1):
            days = FULL if full == "1" else FULL - 1
            if not leap or place != leap + 1:
                yield int(first[:4]), place - (0 < leap < place), begins, days
            begins += timedelta(days=days)


_MONTHS = tuple(_months())
NEW_YEARS = {year: first for year, month, first, _days in _MONTHS if month == 1}
"""The first day of the year by the moon."""


def named(month: int, day: int) -> list[date]:
    """That day of every year the table knows. The thirtieth of a last month that has none is its
    last: 大年三十."""
    return [
        first + timedelta(days=min(day, days) - 1)
        for _year, each, first, days in _MONTHS
        if each == month and (day <= days or (month, day) == (LAST_MONTH, FULL))
    ]


def coming(today: date, month: int, day: int) -> date | None:
    """None for a day that does not exist or lies further off than `FAR`."""
    return next((each for each in named(month, day) if 0 <= (each - today).days <= FAR), None)


def new_year(today: date) -> date | None:
    """The next first day of the year that lies no further off than `FAR`."""
    return coming(today + timedelta(days=1), 1, 1)


SEASON = 45
"""Days. Only so near that new year does 初六 mean a day of its first month."""


def of_first_month(today: date, day: int) -> date | None:
    """The nth day of the first month; None when it is gone by or far off."""
    first = NEW_YEARS.get(today.year)
    found = first and first + timedelta(days=day - 1)
    return found if found and today <= found <= today + timedelta(days=SEASON) else None
