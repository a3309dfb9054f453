"""Lists of work in tabs: a page at a time by key, and counts that stop early."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from feedback.lists import keyset

M = TypeVar("M", bound=Model)
PER_PAGE = 30
COUNTED = 999
"""Counting stops here; nobody needs to know how many more."""


class Queue(NamedTuple):
    """One tab. Rows come oldest first, by their `day` when that names a column; or newest first."""

    label: Any
    rows: Callable[[datetime], QuerySet[Any]]
    day: str = ""
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """`after`: key of the next page, empty at the end."""

    rows: list[M]
    after: str


def page(queue: Queue, *, now: datetime, after: str = "", shown: tuple[str, ...] = ()) -> Page[Any]:
    """One query. `shown`: relations the screen needs. A faulty key begins at the beginning."""
    columns = (queue.day, "id") if queue.day else ("id",)
    sign = "-" if queue.newest_first else ""
    rows = queue.rows(now).select_related(*shown).order_by(*(f"{sign}{c}" for c in columns))
    key = _read(after, queue)
    if key is not None:
        rows = rows.filter(keyset.behind(columns, key, descending=queue.newest_first))
    found = list(rows[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    return Page(found, _write(found[-1], queue) if more else "")


def counts(queues: Mapping[str, Queue], now: datetime) -> dict[str, str]:
    """How many there are in each tab, as a screen shows it."""
    found = {
        name: queue.rows(now).order_by().values("pk")[: COUNTED + 1].count()
        for name, queue in queues.items()
    }
    return {name: f"{COUNTED}+" if n > COUNTED else str(n) for name, n in found.items()}


def _write(last: Model, queue: Queue) -> str:
    if not queue.day:
        return keyset.write([last.pk])
    day: date = getattr(last, queue.day)
    return keyset.write([day.toordinal(), last.pk])


def _read(after: str, queue: Queue) -> list[Any] | None:
    key = keyset.read(after, (int, int) if queue.day else (int,))
    if key is None or not queue.day:
        return key
    try:
        return [date.fromordinal(key[0]), key[1]]
    except (ValueError, OverflowError):
        return None
