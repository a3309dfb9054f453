"""Instalment plans: equal amounts on the same day of each month, and how a plan stands. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

CENT = Decimal("0.01")


class Row(NamedTuple):
    """One instalment."""

    due_on: date
    amount: Decimal


class InstalmentState(StrEnum):
    """How one instalment stands."""

    PAID = "paid"
    DUE = "due"
    MISSED = "missed"


def equal_rows(*, total: Decimal, count: int, first: date) -> list[Row]:
    """`count` rows that add up to `total` exactly, a month apart; the first ones bear the cents.

    Raises ValueError when that leaves a row without a cent.
    """
    cents = int(total / CENT)
    if count < 1 or cents < count or cents * CENT != total:
        raise ValueError(f"{total} cannot be paid in {count} instalments")
    each, rest = divmod(cents, count)
    return [
        Row(month_later(first, number), (each + (number < rest)) * CENT) for number in range(count)
    ]


def month_later(day: date, months: int) -> date:
    """The same day some months on, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def instalment_states(rows: Sequence[Row], *, paid: Decimal, today: date) -> list[InstalmentState]:
    """How each row stands when `paid` has come in since, in order of the rows' days.

    Money pays the oldest row first; a row whose day is over and is not paid in full is missed.
    """
    found, left = [], paid
    for row in rows:
        left -= row.amount
        if left >= 0:
            found.append(InstalmentState.PAID)
        else:
            found.append(InstalmentState.MISSED if row.due_on < today else InstalmentState.DUE)
    return found


def total(rows: Iterable[Row]) -> Decimal:
    """The sum of a plan."""
    return sum((row.amount for row in rows), Decimal(0))
