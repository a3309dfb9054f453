"""What a text can claim of loans. Pure values, one kind a class."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Amount(NamedTuple):
    """A sum of money; `currency` empty where the words leave it open. `summed`: called a sum;
    `owed`: said to be owed or to be paid."""

    value: Decimal
    currency: str
    summed: bool
    owed: bool


class Day(NamedTuple):
    """A date; `year` None: the year of the text. `due`: said to be the due date; `first`: said to
    be that of the earliest loan."""

    year: int | None
    month: int
    day: int
    due: bool
    first: bool


class Days(NamedTuple):
    """A number of days; `overdue` True: past due, False: still to come, None: it is not said.
    `asserted`: of these loans, not of loans in general. `first`: of the earliest loan."""

    number: int
    overdue: bool | None
    asserted: bool
    first: bool


class Reading(NamedTuple):
    """Everything a text claims, each kind in the order it is said.

    `counts` are numbers of loans; `standings` those of overdue, due_today and due_later that its
    words say of these loans.
    """

    amounts: tuple[Amount, ...] = ()
    dates: tuple[Day, ...] = ()
    days: tuple[Days, ...] = ()
    counts: tuple[int, ...] = ()
    standings: frozenset[str] = frozenset()
