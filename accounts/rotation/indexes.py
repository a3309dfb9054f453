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

from django.db import connection, transaction
from psycopg2.extras import execute_values

from accounts.audit import trail
from accounts.audit.trail import end_bulk, in_bulk
from accounts.models import ContactPoint
from accounts.privacy.errors import DecryptionError
from accounts.privacy.keyring import KEY_ID_BYTES, Keyring

BATCH_ROWS = 500
PASSES = 30
"""Rows that others hold locked are met again."""

PAUSE_SECONDS = 1.0

# Rows somebody else has locked are passed over: whoever never waits takes part in no deadlock.
_BATCH = """
SELECT id, address_enc, address_index FROM accounts_contactpoint
WHERE id > %(after)s AND octet_length(address_enc) > 0
  AND substring(address_index from 1 for 2) <> %(now)s
ORDER BY id LIMIT %(rows)s FOR NO KEY UPDATE SKIP LOCKED
"""
_WRITE = """
UPDATE accounts_contactpoint t SET address_index = v.new FROM (VALUES %s) AS v (id, old, new)
WHERE t.id = v.id AND t.address_index = v.old
"""
_LEFT = """
SELECT count(*) FROM accounts_contactpoint
WHERE octet_length(address_enc) > 0 AND substring(address_index from 1 for 2) <> %(now)s
"""


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
    done = Indexed(left=_count(_LEFT, keys))
    if done.left:
        _put_on_record(keys, done.left)
    for attempt in range(passes):
        if attempt and done.left > len(done.unreadable):
            sleep(PAUSE_SECONDS)
        elif attempt:
            break
        done.unreadable = []
        for indexed, unreadable in _batches(keys, batch_rows, before_commit):
            done.indexes += indexed
            done.unreadable += unreadable
        done.left = _count(_LEFT, keys)
    done.aging = {name: _count(sql, keys) for name, sql in aging.items()}
    return done


def _batches(
    keys: Keyring, rows: int, before_commit: Callable[[], None] | None
) -> Iterator[tuple[int, list[int]]]:
    after = 0
    while True:
        with transaction.atomic(durable=True):
            found = _fetch(keys, after=after, rows=rows)
            if not found:
                return
            changes, unreadable = _anew(found, keys)
            indexed = _write(changes)
            if before_commit:
                before_commit()
        after = found[-1][0]
        yield indexed, unreadable


def _anew(
    found: Sequence[tuple[int, bytes, bytes]], keys: Keyring
) -> tuple[list[tuple[int, bytes, bytes]], list[int]]:
    column = ContactPoint.address.field
    changes, unreadable = [], []
    for pk, sealed, old in found:
        try:
            text = keys.decrypt(sealed, column.bound_to(pk))
        except DecryptionError:
            unreadable.append(pk)
        else:
            changes.append((pk, old, keys.blind_index(text, column.purpose)))
    return changes, unreadable


def _fetch(keys: Keyring, *, after: int, rows: int) -> list[tuple[int, bytes, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_BATCH, {"after": after, "now": _now(keys), "rows": rows})
        return [(pk, bytes(sealed), bytes(index)) for pk, sealed, index in cursor.fetchall()]


def _write(changes: Sequence[tuple[int, bytes, bytes]]) -> int:
    if not changes:
        return 0
    in_bulk("rotation")
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            _WRITE,
            changes,
            template="(%s::bigint, %s::bytea, %s::bytea)",
            page_size=len(changes),
        )
        count: int = cursor.rowcount
    end_bulk()
    return count


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
