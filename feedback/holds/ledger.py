"""The hold ledger as a list: filters, a page at a time by key, and counts that stop early.

Rows are the newest first; those that end this week, the soonest first. The next page begins behind
the last row, so the hundredth costs what the first does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.lists import counting
from accounts.lists.keyset import KeysetPage, Order
from accounts.models import Hold

PER_PAGE = 50
ROWS_A_READ = 2_000
SHOWN = (
    "carried_from",
    *("customer", "loan", "placed_by", "released_by", "lift_asked_by"),
    *("promise", "complaint", "hardship__case"),
)

IN_FORCE, ENDING, ENDLESS, ENDED, ALL = "in_force", "ending", "endless", "ended", "all"
STANDINGS = (IN_FORCE, ENDING, ENDLESS, ENDED, ALL)
WEEK = timedelta(days=7)
_SOONEST = Order(("until", "pk"), (datetime, int))
_NEWEST = Order(("pk",), (int,), newest_first=True)


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


def page(filters: Filters, *, now: datetime, after: str = "") -> KeysetPage[Hold]:
    """At most four queries, whatever the number of holds. A faulty key begins at the beginning."""
    found = _read(filters, now, after, PER_PAGE + 1)
    return KeysetPage.cut(found, PER_PAGE, _order(filters).key)


def counts(now: datetime) -> dict[str, int]:
    """In force, ending within seven days, and without an end; each counted to the next after
    `counting.IN_THE_LEDGER`."""
    return {
        standing: sum(
            counting.count(part, counting.IN_THE_LEDGER) for part in _standing(standing, now)
        )
        for standing in (IN_FORCE, ENDING, ENDLESS)
    }


def everything(filters: Filters, *, now: datetime) -> Iterator[Hold]:
    """Every hold of the list in its order, read a part at a time."""
    after = ""
    while True:
        rows = _read(filters, now, after, ROWS_A_READ)
        yield from rows
        if len(rows) < ROWS_A_READ:
            return
        after = _order(filters).key(rows[-1])


def is_in_force(hold: Hold, now: datetime) -> bool:
    """The same reading as `decide` has."""
    return hold.released_at is None and (hold.until is None or hold.until > now)


def _read(filters: Filters, now: datetime, after: str, most: int) -> list[Hold]:
    """The first rows behind the key: found by their ids alone, then fetched with what is shown."""
    parts = [_behind(part, filters, after) for part in _standing(filters.standing, now)]
    ids = [pk for part in parts for pk in part.values_list("pk", flat=True)[:most]]
    if len(parts) > 1:
        ids = sorted(ids, reverse=True)[:most]
    holds = Hold.objects.filter(pk__in=ids).select_related(*SHOWN)
    found = {hold.pk: hold for hold in holds.prefetch_related("customer__contact_points")}
    return [found[pk] for pk in ids if pk in found]


def _behind(rows: QuerySet[Hold], filters: Filters, after: str) -> QuerySet[Hold]:
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.customer_no:
        rows = rows.filter(customer__customer_no=filters.customer_no)
    rows = _order(filters).behind(rows, after)
    # What is in force is few among what was: found by its index and sorted, not by walking the ids.
    return rows.order_by((F("id") + 0).desc()) if filters.standing == IN_FORCE else rows


def _order(filters: Filters) -> Order:
    return _SOONEST if filters.standing == ENDING else _NEWEST


def _standing(standing: str, now: datetime) -> list[QuerySet[Hold]]:
    """What stands so. Those in force in two parts, each by an index of its own: as one, those that
    ran out years ago would be read to find them."""
    unreleased = Hold.objects.filter(released_at=None)
    endless, dated = unreleased.filter(until=None), unreleased.filter(until__gt=now)
    over = Hold.objects.filter(Q(released_at__isnull=False) | Q(until__lte=now))
    return {
        IN_FORCE: [endless, dated],
        ENDING: [dated.filter(until__lte=now + WEEK)],
        ENDLESS: [endless],
        ENDED: [over],
        ALL: [Hold.objects.all()],
    }[standing]
