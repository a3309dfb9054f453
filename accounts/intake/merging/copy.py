"""Rows into PostgreSQL by COPY: the fastest way in, and one statement however many rows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from accounts.intake.merging import copy_stream


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows of str, bytes, numbers, dates, moments, tuples of str, or None.

    `rows` are made while the database takes in those before them; they may ask it nothing.
    """
    text = copy_stream.Pieces(rows, lines)
    if text.is_empty:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN', text, copy_stream.AT_ONCE)


def lines(rows: list[Sequence[Any]]) -> str:
    return "".join(["\t".join(map(encode, row)) + "\n" for row in rows])


def encode(value: Any) -> str:
    """One value as COPY's text format has it."""
    kind = type(value)
    if kind is str:
        text: str = value
        return text if text.isprintable() and "\\" not in text else escape(text)
    if kind is bytes:
        return f"\\\\x{value.hex()}"
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
