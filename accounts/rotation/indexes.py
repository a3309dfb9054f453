"""Blind indexes under a new index key: made anew of the values they find, beside running workers.

How to change the index key:
1. put the new one behind the old ("1:…,2:…"; one without a number is 1) and restart the pages
   first, then everything else: from then on all look for both and write the highest;
2. `manage.py rotate_index`, killed and repeated as often as need be;
3. what cannot be computed anew ages out under the old key: recovery codes (new ones end them),
   check codes (180 days), customers' secrets (the core system's next file brings each again).
   When the command says that nothing is left under it, take the old key out and restart.

Fingerprints of rows differ once: the next file counts what it brings as changed, and its figures
are compared as ever. Counts of wrong tries begin anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from psycopg2.extras import execute_values

from accounts.audit import trail
from accounts.audit.trail import end_bulk, in_bulk
from accounts.models import ContactPoint, Customer
from accounts.models.sealed import EncryptedTextField
from accounts.privacy.errors import DecryptionError
from accounts.privacy.keyring import KEY_ID_BYTES, Keyring
from accounts.privacy.person_names import searched

BATCH_ROWS = 500
PASSES = 30
"""Rows that others hold locked are met again."""

PAUSE_SECONDS = 1.0


# What nothing can be found by has no index.
_OLD = """octet_length({sealed}) > 0 AND octet_length({index}) > 0
  AND substring({index} from 1 for 2) <> %(now)s"""


@dataclass(frozen=True, slots=True)
class _Column:
    """An index and the encrypted column it finds; `read` says as what a text is searched."""

    table: str
    index: str
    sealed: EncryptedTextField[Any, Any]
    read: Callable[[str], str] = str

    def sql(self, statement: str) -> str:
        names = {"table": self.table, "index": self.index, "sealed": self.sealed.column}
        return statement.format(**names, old=_OLD.format(**names))


_COLUMNS = (
    _Column("accounts_contactpoint", "address_index", ContactPoint.address.field),
    _Column("accounts_customer", "name_index", Customer.name.field, searched),
)

# Rows somebody else has locked are passed over: whoever never waits takes part in no deadlock.
_BATCH = """
SELECT id, {sealed}, {index} FROM {table}
WHERE id > %(after)s AND {old}
ORDER BY id LIMIT %(rows)s FOR NO KEY UPDATE SKIP LOCKED
"""
_WRITE = """
UPDATE {table} t SET {index} = v.new FROM (VALUES %s) AS v (id, old, new)
WHERE t.id = v.id AND t.{index} = v.old
"""
_LEFT = "SELECT count(*) FROM {table} WHERE {old}"


@dataclass(slots=True)
class Indexed:
    """`left`: still under another key and to be computed; `unreadable`: ids whose value does not
    open; `aging`: what waits for its own time."""

    indexes: int = 0
    left: int = 0
    unreadable: list[int] = field(default_factory=list)
    aging: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """No other index key is needed any more."""
        return not self.left and not any(self.aging.values())


def rotate(
    keys: Keyring,
    *,
    aging: Mapping[str, str],
    batch_rows: int = BATCH_ROWS,
    passes: int = PASSES,
    before_commit: Callable[[], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Indexed:
    """Bring every index that can be computed to the current key. `aging`: by name, the SQL that
    counts what cannot, with `now` for the current key's first bytes. Each batch is a transaction of
    its own; the audit trail gets one entry, before the first change."""
    done = Indexed(left=_left(keys))
    if done.left:
        _put_on_record(keys, done.left)
    for attempt in range(passes):
        if attempt and done.left > len(done.unreadable):
            sleep(PAUSE_SECONDS)
        elif attempt:
            break
        done.unreadable = []
        for column in _COLUMNS:
            for indexed, unreadable in _batches(column, keys, batch_rows, before_commit):
                done.indexes += indexed
                done.unreadable += unreadable
        done.left = _left(keys)
    done.aging = {name: _count(sql, keys) for name, sql in aging.items()}
    return done


def _batches(
    column: _Column, keys: Keyring, rows: int, before_commit: Callable[[], None] | None
) -> Iterator[tuple[int, list[int]]]:
    after = 0
    while True:
        with transaction.atomic(durable=True):
            found = _fetch(column, keys, after=after, rows=rows)
            if not found:
                return
            changes, unreadable = _anew(column, found, keys)
            indexed = _write(column, changes)
            if before_commit:
                before_commit()
        after = found[-1][0]
        yield indexed, unreadable


def _anew(
    column: _Column, found: Sequence[tuple[int, bytes, bytes]], keys: Keyring
) -> tuple[list[tuple[int, bytes, bytes]], list[int]]:
    changes, unreadable = [], []
    for pk, sealed, old in found:
        try:
            text = keys.decrypt(sealed, column.sealed.bound_to(pk))
        except DecryptionError:
            unreadable.append(pk)
        else:
            index = keys.blind_index(column.read(text), column.sealed.purpose)
            changes.append((pk, old, index))
    return changes, unreadable


def _fetch(
    column: _Column, keys: Keyring, *, after: int, rows: int
) -> list[tuple[int, bytes, bytes]]:
    with connection.cursor() as cursor:
        wanted: dict[str, Any] = {"after": after, "now": _now(keys), "rows": rows}
        cursor.execute(column.sql(_BATCH), wanted)
        return [(pk, bytes(sealed), bytes(index)) for pk, sealed, index in cursor.fetchall()]


def _write(column: _Column, changes: Sequence[tuple[int, bytes, bytes]]) -> int:
    if not changes:
        return 0
    in_bulk("rotation")
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            column.sql(_WRITE),
            changes,
            template="(%s::bigint, %s::bytea, %s::bytea)",
            page_size=len(changes),
        )
        count: int = cursor.rowcount
    end_bulk()
    return count


def _left(keys: Keyring) -> int:
    return sum(_count(column.sql(_LEFT), keys) for column in _COLUMNS)


def _count(sql: str, keys: Keyring) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"now": _now(keys)})
        count: int = cursor.fetchone()[0]
    return count


def _now(keys: Keyring) -> bytes:
    return keys.current_index.to_bytes(KEY_ID_BYTES, "big")


def _put_on_record(keys: Keyring, left: int) -> None:
    with transaction.atomic():
        trail.record(
            action="rotate",
            table=ContactPoint._meta.db_table,
            row_id=f"index key {keys.current_index}",
            after={"indexes": left},
        )
