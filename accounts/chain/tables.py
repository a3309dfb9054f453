"""The tables of the chain, and their rows as the hash wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection

from accounts.models.chained import TX, Chained

AS_TEXT = """
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, YMD';
SET LOCAL bytea_output = 'hex'
"""
"""How PostgreSQL writes values as text while they are hashed. Inside a transaction."""

_ROWS = "SELECT {columns} FROM {table} t WHERE t.id = ANY (%s)"

Row = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: in the order they are hashed, the id first and the transaction second."""

    name: str
    columns: tuple[str, ...]
    erasable: tuple[str, ...]
    moment: str


@cache
def tables() -> tuple[Table, ...]:
    """Every table of the chain, in the order of the models."""
    return tuple(_of(model) for model in apps.get_models() if issubclass(model, Chained))


def _of(model: type[Chained]) -> Table:
    own = [str(field.column) for field in model._meta.local_concrete_fields]
    rest = [column for column in own if column not in ("id", TX)]
    return Table(model._meta.db_table, ("id", TX, *rest), model.chain_erasable, model.chain_moment)


def by_name(name: str) -> Table | None:
    """The table of that name."""
    return next((table for table in tables() if table.name == name), None)


def selected(columns: Sequence[str]) -> str:
    """The columns as text, for a SELECT."""
    quote = connection.ops.quote_name
    return ", ".join(f"t.{quote(column)}::text" for column in columns)


def rows_of(table: str, columns: Sequence[str], ids: Sequence[int]) -> Iterator[Row]:
    """The rows of these ids that are there, in no order. Inside a transaction with `AS_TEXT`."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS.format(columns=selected(columns), table=connection.ops.quote_name(table)),
            [list(ids)],
        )
        yield from cursor.fetchall()
