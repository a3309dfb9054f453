"""The hold ledger as a list: filters, a page at a time by key, and counts that stop early.

Rows are the newest first; those that end this week, the soonest first. The next page begins behind
the last row, so the hundredth costs what the first does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Hold
from feedback import keyset

PER_PAGE = 50
COUNTED = 9_999
"""Counting stops here; nobody needs to know how many more."""

ROWS_A_READ = 2_000
SHOWN = (
    *("customer", "loan", "placed_by", "released_by"),
    *("promise", "complaint", "hardship__case"),
)

IN_FORCE, ENDING, ENDLESS, ENDED, ALL = "in_force", "ending", "endless", "ended", "all"
STANDINGS = (IN_FORCE, ENDING, ENDLESS, ENDED, ALL)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for. `kind` and `customer_no` empty: every one."""

    standing: str = IN_FORCE
    kind: str = ""
    customer_no: str = ""

    @classmethod
    def read(cls, standing: str, kind: str, customer_no: str) -> "Filters":
        """From a link; what it cannot mean is left out."""
        return cls(
            standing=standing if standing in STANDINGS else IN_FORCE,
            kind=kind if kind in Hold.Kind.values else "",
            customer_no=customer_no.strip()[:40],
        )


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: key of the next page, empty at the end."""

    rows: list[Hold]
    after: str


def page(filters: Filters, *, now: datetime, after: str = "") -> Page:
    """One query, whatever the number of holds. A faulty key begins at the beginning."""
    found = list(_behind(filters, now, after)[: PER_PAGE + 1])
    more, rows = len(found) > PER_PAGE, found[:PER_PAGE]
    return Page(rows, _key(filters, rows[-1]) if more else "")


def counts(now: datetime) -> dict[str, int]:
    """In force, ending within seven days, and without an end; each counted to COUNTED + 1."""
    ending = _count(_standing(ENDING, now))
    endless = _count(_standing(ENDLESS, now))
    dated = _count(Hold.objects.filter(released_at=None, until__gt=now, starts_at__lte=now))
    return {IN_FORCE: dated + endless, ENDING: ending, ENDLESS: endless}


def everything(filters: Filters, *, now: datetime) -> Iterator[Hold]:
    """Every hold of the list in its order, read a part at a time."""
    after = ""
    while True:
        rows = list(_behind(filters, now, after)[:ROWS_A_READ])
        yield from rows
        if len(rows) < ROWS_A_READ:
            return
        after = _key(filters, rows[-1])


def is_in_force(hold: Hold, now: datetime) -> bool:
    """The same reading as `decide` has."""
    return hold.released_at is None and (hold.until is None or hold.until > now)


def _behind(filters: Filters, now: datetime, after: str) -> QuerySet[Hold]:
    rows = _standing(filters.standing, now).select_related(*SHOWN)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.customer_no:
        rows = rows.filter(customer__customer_no=filters.customer_no)
    if filters.standing == ENDING:
        rows, key = rows.order_by("until", "id"), keyset.read(after, (datetime, int))
        return rows.filter(keyset.behind(("until", "id"), key)) if key else rows
    rows, key = rows.order_by("-id"), keyset.read(after, (int,))
    return rows.filter(id__lt=key[0]) if key else rows


def _standing(standing: str, now: datetime) -> QuerySet[Hold]:
    unreleased = Hold.objects.filter(released_at=None)
    return {
        IN_FORCE: unreleased.filter(Q(until=None) | Q(until__gt=now)),
        ENDING: unreleased.filter(until__gt=now, until__lte=now + WEEK),
        ENDLESS: unreleased.filter(until=None),
        ENDED: Hold.objects.filter(Q(released_at__isnull=False) | Q(until__lte=now)),
        ALL: Hold.objects.all(),
    }[standing]


def _count(rows: QuerySet[Hold]) -> int:
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def _key(filters: Filters, last: Hold) -> str:
    if filters.standing == ENDING and last.until is not None:
        return keyset.write([last.until, last.pk])
    return keyset.write([last.pk])
