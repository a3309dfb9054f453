"""Which encrypted values cannot be read: moved to another row or column, or without a key."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from psycopg2 import sql

from accounts.privacy.errors import DecryptionError
from accounts.privacy.keyring import Keyring
from accounts.rotation.encrypted import Column, encrypted_columns

AT_ONCE = 2_000

_VALUES = """
SELECT {pk}, {column} FROM {table}
WHERE {pk} > %(after)s AND octet_length({column}) > 0
ORDER BY {pk} LIMIT %(rows)s
"""


def unreadable(keys: Keyring, *, rows: int = AT_ONCE) -> dict[str, list[int]]:
    """By column, the ids of the rows whose value does not open; columns without any are left out.

    Reads every encrypted value, `rows` at a time, and locks none. Emptied ones are no fault.
    """
    found = {column.label: list(_of(column, keys, rows)) for column in encrypted_columns()}
    return {label: ids for label, ids in found.items() if ids}


def _of(column: Column, keys: Keyring, rows: int) -> Iterator[int]:
    after = 0
    while batch := _fetch(column, after, rows):
        for pk, sealed in batch:
            try:
                keys.decrypt(sealed, column.field.bound_to(pk))
            except DecryptionError:
                yield pk
        after = batch[-1][0]


def _fetch(column: Column, after: int, rows: int) -> list[tuple[int, memoryview]]:
    statement = sql.SQL(_VALUES).format(
        table=sql.Identifier(column.table),
        column=sql.Identifier(column.name),
        pk=sql.Identifier(column.primary_key),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"after": after, "rows": rows})
        return list(cursor.fetchall())
