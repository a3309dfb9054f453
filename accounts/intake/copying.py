"""Rows into PostgreSQL by COPY: the fastest way in, and one statement however many rows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

PIECE = 64 * 1024
ROWS_AT_ONCE = 100


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows of str, bytes, numbers, dates, moments, tuples of str, or None.

    `rows` are made while the database takes in those before them; they may ask it nothing.
    """
    lines = Lines(rows)
    if lines.is_empty:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', lines, PIECE)


class Lines:
    """COPY's text of rows, read piece by piece as of a file."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = iter(rows)
        self._left = self._more(1)

    @property
    def is_empty(self) -> bool:
        return not self._left

    def read(self, size: int) -> str:
        """Characters, at most `size`; none at the end."""
        if not self._left:
            self._left = self._more(ROWS_AT_ONCE)
        piece, self._left = self._left[:size], self._left[size:]
        return piece

    def _more(self, count: int) -> str:
        rows = islice(self._rows, count)
        return "".join(["\t".join(map(encode, row)) + "\n" for row in rows])


def encode(value: Any) -> str:
    """One value as COPY's text format has it."""
    kind = type(value)
    if kind is str:
        return value if value.isprintable() and "\\" not in value else escape(value)
    if kind is bytes:
        return "\\\\x" + value.hex()
    if value is None:
        return "\\N"
    return encode_repeated(value) if kind in REPEATED else str(value)


# A file has few different days, moments and lists of zones, and their text is slow to make.
REPEATED = frozenset({date, datetime, tuple})


@lru_cache(maxsize=4096)
def encode_repeated(value: date | tuple[str, ...]) -> str:
    if not isinstance(value, tuple):
        return str(value)
    items = ['"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"' for item in value]
    return escape("{" + ",".join(items) + "}")


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
