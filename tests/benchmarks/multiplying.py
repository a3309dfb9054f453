"""Millions of rows from one: copied by the server, with indexes and foreign keys put back after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.apps import apps

from accounts.intake.merging.copy import copy_rows
from accounts.models.sealed import sealed_fields
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


READABLE = 100_000
"""Copies whose encrypted texts are sealed for them; nobody looks at those after them."""


def multiply(
    table: str,
    count: int,
    *,
    key: str = "id",
    texts: Mapping[str, str] | None = None,
    **changed: str,
) -> None:
    """`count` copies of the table's first row, `n` from 1 on.

    `changed` gives SQL for the columns that differ; it may speak of `n` and of the row, `s`. `key`:
    the primary key, when it is another. `texts`: of encrypted columns, where they differ.
    """
    names = [row[0] for row in ask(_COLUMNS, table)]
    rows = f"(SELECT * FROM {table} ORDER BY {key} LIMIT 1) s, generate_series(1, {count}) n"
    if sealed := _seal_copies(table, rows, changed.get(key, "n"), texts or {}):
        rows += " LEFT JOIN sealed_copies c ON c.copy = n"
        changed = sealed | changed
    values = [changed.get(name, f"s.{name}") for name in names]
    with loading(table):
        ask(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {rows}")
    ask("DROP TABLE IF EXISTS sealed_copies")
    sequence = f"pg_get_serial_sequence('{table}', '{key}')"
    ask(f"SELECT setval({sequence}, (SELECT max({key}) FROM {table}))")  # none: nothing happens


def _seal_copies(table: str, rows: str, key: str, texts: Mapping[str, str]) -> dict[str, str]:
    """A table of ciphertexts, and SQL for the encrypted columns of each copy."""
    model = next((each for each in apps.get_models() if each._meta.db_table == table), None)
    one = model._base_manager.order_by("pk").first() if model else None
    if model is None or one is None:
        return {}
    known = [
        (field, texts.get(field.name, getattr(one, field.name))) for field in sealed_fields(model)
    ]
    filled = [(field, text) for field, text in known if text]
    if not filled:
        return {}
    columns = [str(field.column) for field, _text in filled]
    types = ", ".join(f"{name} bytea" for name in columns)
    ask(f"CREATE TEMP TABLE sealed_copies (copy bigint PRIMARY KEY, {types})")
    ids = ask(f"SELECT n, {key} FROM {rows} WHERE n <= {READABLE}")
    copy_rows(
        "sealed_copies",
        ["copy", *columns],
        ((n, *(field.seal(text, pk) for field, text in filled)) for n, pk in ids),
    )
    return {
        field.column: f"COALESCE(c.{field.column}, '\\x{field.seal(text, 1).hex()}'::bytea)"
        for field, text in filled
    }


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


def multiply_people(customers: int, *, after: int) -> None:
    """So many like the one there is, each with a number and a loan of its own, under the ids that
    follow `after`; B00000001 and L00000001 are the first."""
    own = {"id": f"{after} + n"}
    theirs = {**own, "customer_id": f"{after} + n"}
    hashed = {
        "address_hash": "sha256(n::text::bytea)",
        "address_index": "substr(sha256(n::text::bytea), 1, 16)",
    }
    numbered = "lpad(n::text, 8, '0')"
    multiply("accounts_customer", customers, **own, customer_no=f"'B' || {numbered}")
    multiply("accounts_contactpoint", customers, **theirs, **hashed)
    multiply("accounts_loan", customers, **theirs, loan_no=f"'L' || {numbered}")
