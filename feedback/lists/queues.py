"""Lists of work in tabs: a page at a time by key, and counts that stop early."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.lists import counting
from accounts.lists.keyset import PER_PAGE, KeysetPage, Order


class Queue(NamedTuple):
    """One tab. Rows come oldest first, by their `day` when that names a column; or newest first."""

    label: Any
    rows: Callable[[datetime], QuerySet[Any]]
    day: str = ""
    newest_first: bool = False


def page(
    queue: Queue, *, now: datetime, after: str = "", shown: tuple[str, ...] = ()
) -> KeysetPage[Any]:
    """One query. `shown`: relations the screen needs. A faulty key begins at the beginning."""
    order = Order(
        (queue.day, "pk") if queue.day else ("pk",),
        (date, int) if queue.day else (int,),
        queue.newest_first,
    )
    return order.page(queue.rows(now).select_related(*shown), after, size=PER_PAGE)


def counts(queues: Mapping[str, Queue], now: datetime) -> dict[str, str]:
    """How many there are in each tab, as a screen shows it."""
    most = counting.IN_A_QUEUE
    return {
        name: counting.told(counting.count(queue.rows(now), most), most)
        for name, queue in queues.items()
    }
