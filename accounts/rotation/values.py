"""One encrypted column, a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import connection, transaction
from psycopg2 import sql
from psycopg2.extras import execute_values

from accounts.audit.trail import end_bulk, in_bulk
from accounts.privacy.errors import DecryptionError
from accounts.privacy.keyring import HEADER_BYTES, KEY_ID_BYTES, LAYOUT, Keyring
from accounts.rotation.encrypted import Column

# Rows somebody else has locked are passed over: whoever never waits cannot take part in a deadlock.
_BATCH = """
SELECT {pk}, {column} FROM {table}
WHERE {pk} > %(after)s
  AND octet_length({column}) > 0 AND substring({column} from 1 for 3) <> %(now)s
ORDER BY {pk} LIMIT %(rows)s
FOR NO KEY UPDATE SKIP LOCKED
"""
_WRITE = """
UPDATE {table} t SET {column} = v.new FROM (VALUES %s) AS v (id, old, new)
WHERE t.{pk} = v.id AND t.{column} = v.old
"""
_LEFT = """
SELECT count(*) FROM {table}
WHERE octet_length({column}) > 0 AND substring({column} from 1 for 3) <> %(now)s
"""

Before = Callable[[], None]


class Batch(NamedTuple):
    """`last`: id of the last row looked at, None when there was none."""

    last: int | None
    rotated: int
    unreadable: tuple[int, ...]


def rotate_batch(
    column: Column, keys: Keyring, *, after: int, rows: int, before_commit: Before | None = None
) -> Batch:
    """Re-encrypt up to `rows` values with ids above `after`, in one transaction.

    A value that does not decrypt is left as it is and its id returned. `before_commit` is called
    inside the transaction, for tests that end it there.
    """
    with transaction.atomic(durable=True):
        found = _fetch(column, keys, after=after, rows=rows)
        if not found:
            return Batch(None, 0, ())
        changes: list[tuple[int, bytes, bytes]] = []
        unreadable = []
        for pk, old in found:
            try:
                changes.append((pk, old, _again(old, column.field.bound_to(pk), keys)))
            except DecryptionError:
                unreadable.append(pk)
        written = _write(column, changes)
        if before_commit:
            before_commit()
    return Batch(found[-1][0], written, tuple(unreadable))


def count_left(column: Column, keys: Keyring) -> int:
    """Values under any but the current key."""
    with connection.cursor() as cursor:
        cursor.execute(_with_names(_LEFT, column), {"now": _header(keys)})
        count: int = cursor.fetchone()[0]
    return count


def _fetch(column: Column, keys: Keyring, *, after: int, rows: int) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _with_names(_BATCH, column), {"after": after, "now": _header(keys), "rows": rows}
        )
        return [(pk, bytes(value)) for pk, value in cursor.fetchall()]


def _again(old: bytes, purpose: str, keys: Keyring) -> bytes:
    text = keys.decrypt(old, purpose)
    new = keys.encrypt(text, purpose)
    if keys.decrypt(new, purpose) != text:
        raise DecryptionError("The new ciphertext does not read as the old one.")
    return new


def _write(column: Column, changes: Sequence[tuple[int, bytes, bytes]]) -> int:
    if not changes:
        return 0
    in_bulk("rotation")
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            _with_names(_WRITE, column),
            changes,
            template="(%s::bigint, %s::bytea, %s::bytea)",
            page_size=len(changes),
        )
        count: int = cursor.rowcount
    end_bulk()
    return count


def _with_names(text: str, column: Column) -> sql.Composed:
    return sql.SQL(text).format(
        table=sql.Identifier(column.table),
        column=sql.Identifier(column.name),
        pk=sql.Identifier(column.primary_key),
    )


def _header(keys: Keyring) -> bytes:
    """The first three bytes of every value under the current key."""
    header = LAYOUT + keys.current.to_bytes(KEY_ID_BYTES, "big")
    if len(header) != HEADER_BYTES:
        raise ValueError("the layout of ciphertexts has changed; so must the SQL above")
    return header
