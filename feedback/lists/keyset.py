"""Pages by key: the next page begins behind the last row, whatever the number of rows before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

from accounts.params import whole_number

_MOMENT = "%Y%m%dT%H%M%S.%f"


def behind(columns: Sequence[str], key: Sequence[Any], *, descending: bool = False) -> Any:
    """A condition for `filter`: the row's columns, as one row value, lie behind the key.

    One comparison of row values is answered by an index over those columns; the same written as
    "or"s is not.
    """
    row = Func(*map(F, columns), function="ROW", output_field=TextField())
    last = Func(*map(Value, key), function="ROW", output_field=TextField())
    return LessThan(row, last) if descending else GreaterThan(row, last)


def write(key: Sequence[datetime | int]) -> str:
    """A key as it stands in a URL."""
    return "_".join(
        part.astimezone(UTC).strftime(_MOMENT) if isinstance(part, datetime) else str(part)
        for part in key
    )


def read(text: str, kinds: Sequence[type]) -> list[Any] | None:
    """What `write` wrote; None for anything else, so that a faulty link begins at the beginning."""
    parts = text.split("_")
    if len(parts) != len(kinds):
        return None
    try:
        return [_part(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, OverflowError):
        return None


def _part(text: str, kind: type) -> Any:
    if kind is datetime:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    number = whole_number(text)
    if number is None:
        raise ValueError(text)
    return number
