"""Millions of rows from one: copied by the server, with indexes and foreign keys put back after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.database import ask

_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = %s::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


def multiply(table: str, count: int, *, key: str = "id", **changed: str) -> None:
    """`count` copies of the table's first row, `n` from 1 on.

    `changed` gives SQL for the columns that differ; it may speak of `n` and of the row, `s`. `key`:
    the primary key, when it is another.
    """
    names = [row[0] for row in ask(_COLUMNS, table)]
    values = [changed.get(name, f"s.{name}") for name in names]
    with loading(table):
        ask(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
            f" FROM (SELECT * FROM {table} ORDER BY {key} LIMIT 1) s, generate_series(1, {count}) n"
        )
    sequence = f"pg_get_serial_sequence('{table}', '{key}')"
    ask(f"SELECT setval({sequence}, (SELECT max({key}) FROM {table}))")  # none: nothing happens


@contextmanager
def loading(table: str) -> Iterator[None]:
    """Without what makes a single row safe and ten million slow."""
    keys, indexes = ask(_KEYS, table), ask(_INDEXES, table)
    ask(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for name, _definition in keys:
        ask(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        ask(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        ask(definition)
    for name, definition in keys:
        ask(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")
    ask(f"ALTER TABLE {table} ENABLE TRIGGER USER")
