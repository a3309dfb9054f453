"""Pages by key: the next page begins behind the last row, whatever the number of rows before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

from accounts.input.params import whole_number

_MOMENT = "%Y%m%dT%H%M%S.%f"
PER_PAGE = 30
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[T]):
    """One page. `after`: key of the next one, empty at the end."""

    rows: list[T]
    after: str

    @classmethod
    def cut(cls, found: Sequence[T], size: int, key: Callable[[T], str]) -> KeysetPage[T]:
        """The page of `size` rows out of `found`, which were asked for with one more."""
        rows = list(found[:size])
        return cls(rows, key(rows[-1]) if len(found) > size else "")

    def map(self, make: Callable[[T], U]) -> KeysetPage[U]:
        """The same page of what each row is shown as."""
        return KeysetPage([make(row) for row in self.rows], self.after)


@dataclass(frozen=True, slots=True)
class Order:
    """By which columns a list stands, the last of them unique; each an int, a day or a moment."""

    columns: tuple[str, ...]
    kinds: tuple[type, ...]
    newest_first: bool = False

    def behind(self, rows: QuerySet[Any], after: str) -> QuerySet[Any]:
        """In this order, those behind the key. A faulty key begins at the beginning."""
        rows = rows.order_by(*(f"-{c}" if self.newest_first else c for c in self.columns))
        key = read(after, self.kinds)
        if key is None:
            return rows
        return rows.filter(behind(self.columns, key, descending=self.newest_first))

    def key(self, row: Any) -> str:
        """Where the next page begins, if this row is the last of one."""
        return write([getattr(row, column) for column in self.columns])

    def page(self, rows: QuerySet[Any], after: str, *, size: int = PER_PAGE) -> KeysetPage[Any]:
        """One query."""
        return KeysetPage.cut(list(self.behind(rows, after)[: size + 1]), size, self.key)


def behind(columns: Sequence[str], key: Sequence[Any], *, descending: bool = False) -> Any:
    """A condition for `filter`: the row's columns, as one row value, lie behind the key.

    One comparison of row values is answered by an index over those columns; the same written as
    "or"s is not.
    """
    row = Func(*map(F, columns), function="ROW", output_field=TextField())
    last = Func(*map(Value, key), function="ROW", output_field=TextField())
    return LessThan(row, last) if descending else GreaterThan(row, last)


def write(key: Sequence[datetime | date | int]) -> str:
    """A key as it stands in a URL."""
    return "_".join(map(_written, key))


def read(text: str, kinds: Sequence[type]) -> list[Any] | None:
    """What `write` wrote; None for anything else, so that a faulty link begins at the beginning."""
    parts = text.split("_")
    if len(parts) != len(kinds):
        return None
    try:
        return [_part(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, OverflowError):
        return None


def _written(part: datetime | date | int) -> str:
    if isinstance(part, datetime):
        return part.astimezone(UTC).strftime(_MOMENT)
    return str(part.toordinal() if isinstance(part, date) else part)


def _part(text: str, kind: type) -> Any:
    if kind is datetime:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    number = whole_number(text)
    if number is None:
        raise ValueError(text)
    return date.fromordinal(number) if kind is date else number
