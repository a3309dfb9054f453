"""Several kinds of rows as one list: newest first, a page at a time.

The order is by time, kind and id, so that every row has one place in it: however many fall on one
instant, the next page begins right behind the last row of the page before.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet

from accounts.lists import keyset

T = TypeVar("T")
_PARTS = (datetime, int, int)


class Place(NamedTuple):
    """Where a row stands. `kind` numbers the kinds: of one instant, the smaller comes first."""

    at: datetime
    kind: int
    pk: int


def newest(
    rows: QuerySet[Any], column: str, *, kind: int, before: Place | None, most: int
) -> list[tuple[Place, Any]]:
    """The rows of one kind that stand behind `before`, and one more than a page shows, so that
    `page` knows whether anything is left. `column` says when; no row has it empty."""
    if before is not None:
        rows = rows.filter(_behind(column, kind, before))
    found = rows.order_by(f"-{column}", "-pk")[: most + 1]
    return [(Place(getattr(row, column), kind, row.pk), row) for row in found]


def page(found: Iterable[tuple[Place, T]], most: int) -> tuple[list[T], Place | None]:
    """The first `most` of all kinds together, and the place of the last if there are more."""
    ordered = sorted(found, key=_order, reverse=True)
    shown = ordered[:most]
    return [thing for _place, thing in shown], shown[-1][0] if len(ordered) > most else None


def write(place: Place | None) -> str:
    """A place as it stands in a URL; empty for none."""
    return keyset.write(place) if place else ""


def read(text: str) -> Place | None:
    """What `write` wrote; None for anything else, so that a faulty link begins at the newest."""
    key = keyset.read(text, _PARTS)
    return Place._make(key) if key else None


def _behind(column: str, kind: int, before: Place) -> Any:
    if kind == before.kind:
        return keyset.behind((column, "pk"), (before.at, before.pk), descending=True)
    return Q(**{f"{column}__{'lte' if kind > before.kind else 'lt'}": before.at})


def _order(found: tuple[Place, Any]) -> tuple[datetime, int, int]:
    place = found[0]
    return (place.at, -place.kind, place.pk)
