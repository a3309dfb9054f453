"""What waits for a second person: kinds of it, and what of each is shown. All kinds stand in
config.staff.second_person.catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from accounts.disclosure import personal
from accounts.lists import counting
from accounts.models import Customer, User

SHOWN = 20
READ_TOGETHER = 50
"""Rows of a kind that may be confirmed together: as many as a person reads at a time."""


class Line(NamedTuple):
    """`said`: on what it rests, masked; `by`: who asked for it; `page`: where it is decided."""

    what: Any
    said: str
    by: Any
    at: datetime | None
    page: str


@dataclass(frozen=True)
class Kind:
    """`see`: who is shown it; `decides`: who may be the second person. `rows`: what waits, the
    oldest first; `line`: how one of them is shown; `hands`: who had a part in it and is not the
    second person. `together`: URL name of the act on many."""

    code: str
    title: Any
    see: str
    decides: str
    rows: Callable[[], QuerySet[Any]]
    line: Callable[[Any], Line]
    hands: Callable[[Any], Collection[int | None]]
    together: str = ""

    @property
    def shown(self) -> int:
        return READ_TOGETHER if self.together else SHOWN


@dataclass(frozen=True)
class Row:
    """`own`: the person had a hand in it."""

    pk: int
    line: Line
    own: bool


@dataclass(frozen=True)
class Section:
    """One kind as one person sees it. `number`: as `counting.told` says it."""

    kind: Kind
    number: str
    rows: list[Row]
    decides: bool

    @property
    def can_choose(self) -> bool:
        return self.decides and bool(self.kind.together) and not all(row.own for row in self.rows)


def section(kind: Kind, person: User) -> Section | None:
    """Two queries at most, and what `rows` fetches ahead; None where nothing waits."""
    found = list(kind.rows()[: kind.shown])
    if not found:
        return None
    number = counting.count(kind.rows().order_by(), counting.IN_A_QUEUE)
    rows = [Row(row.pk, kind.line(row), person.pk in kind.hands(row)) for row in found]
    told = counting.told(number, counting.IN_A_QUEUE)
    return Section(kind, told, rows, person.has_perm(kind.decides))


def masked(text: str, customer: Customer) -> str:
    """Rows fetch `customer__contact_points` ahead."""
    return personal.said_text(text, customer)


def of_customer(customer_id: int) -> str:
    return reverse("admin:accounts_customer_change", args=[customer_id])
