"""The sealer: what was written since the last link becomes the next ones, in one transaction.

There is one at a time (an advisory lock). Killed anywhere it leaves nothing behind: the transaction
goes, the next round finds the same rows again. Rows are found by two snapshots of the database
(accounts.chain.snapshots), so that one that commits late is neither missed nor waited for.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain as joined, islice
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts.chain import leaves, links, merkle, publishing, reading
from accounts.chain.keys import seal_keys
from accounts.chain.signing import SealKeys
from accounts.chain.snapshots import NOTHING, Snapshot
from accounts.chain.tables import AS_TEXT, Row, Table, tables
from accounts.models import ChainLink

ROWS_PER_LINK = 4000
LOCK = 0x5EA1


_BEAT = """
INSERT INTO accounts_chainpulse AS p (id, at, trouble, since)
VALUES (1, clock_timestamp(), %(trouble)s, CASE WHEN %(trouble)s <> '' THEN clock_timestamp() END)
ON CONFLICT (id) DO UPDATE SET at = EXCLUDED.at, trouble = EXCLUDED.trouble,
    since = CASE WHEN EXCLUDED.trouble <> '' THEN COALESCE(p.since, EXCLUDED.since) END
"""
_MOMENT = """
SELECT pg_current_snapshot()::text, (SELECT system_identifier FROM pg_control_system())::text,
       clock_timestamp()
"""


_PART = """
INSERT INTO accounts_chainpart
    (link_id, "table", first_id, last_id, ids, leaves, tags, salts)
VALUES (%s, %s, %s, %s, %s::bigint[], %s, %s, %s)
"""


class Moment(NamedTuple):
    """The database now. `system`: the server's own number, another one after a restored dump."""

    snapshot: Snapshot
    system: str
    at: datetime


@dataclass(slots=True)
class Sealed:
    """What a round did. `busy`: another sealer was at it."""

    links: int = 0
    rows: int = 0
    busy: bool = False
    trouble: str = ""


@dataclass(slots=True)
class _Part:
    """The rows of one table on their way into a link."""

    table: Table
    ids: list[int] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    tags: list[bytes] = field(default_factory=list)
    salts: list[bytes] = field(default_factory=list)

    def take(self, row: Row) -> None:
        table = self.table
        values: leaves.Values = row
        if table.erasable:
            salt = os.urandom(leaves.SALT_BYTES)
            values = leaves.hidden(table.columns, row, erasable=table.erasable, salt=salt)
            self.salts.append(salt)
        self.ids.append(int(row[0] or 0))
        leaf, tags = leaves.bound(table.name, values)
        self.leaves.append(leaf)
        self.tags.append(tags)

    def told(self) -> links.Part:
        return links.Part(
            table=self.table.name,
            columns=self.table.columns,
            erasable=self.table.erasable,
            rows=len(self.ids),
            root=merkle.root(self.leaves).hex(),
        )

    def stored(self, link: ChainLink) -> tuple[Any, ...]:
        """As _PART takes it; the ids as PostgreSQL writes them: Django would look at each."""
        return (
            link.pk,
            self.table.name,
            min(self.ids),
            max(self.ids),
            f"{{{','.join(map(str, self.ids))}}}",
            b"".join(self.leaves),
            b"".join(self.tags),
            b"".join(self.salts),
        )


def seal(*, keys: SealKeys | None = None, rows_per_link: int = ROWS_PER_LINK) -> Sealed:
    """One round: seal what is new, publish what is not published, leave a sign of life. Raises
    `NoKey` when there is none to sign with; the sign of life is then missing, and an alarm."""
    keys = keys or seal_keys()
    done = _seal(keys, rows_per_link)
    if not done.busy:
        done.trouble = publishing.publish()
        beat(done.trouble)
    return done


def beat(trouble: str) -> None:
    """The sign of life, by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, {"trouble": trouble})


@transaction.atomic
def _seal(keys: SealKeys, rows_per_link: int) -> Sealed:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return Sealed(busy=True)
        cursor.execute(AS_TEXT)
    last = ChainLink.objects.order_by("-number").first()
    writer = _Writer(keys, last, moment())
    found = writer.new_rows()
    done = Sealed()
    while batch := list(islice(found, rows_per_link)):
        writer.write(batch)
        done.links += 1
        done.rows += len(batch)
    return done


def moment() -> Moment:
    """The database now; rows of transactions that end later are for the next round."""
    with connection.cursor() as cursor:
        cursor.execute(_MOMENT)
        snapshot, system, at = cursor.fetchone()
    return Moment(Snapshot.parse(snapshot), system, at)


class _Writer:
    """The end of the chain, and what comes after it."""

    def __init__(self, keys: SealKeys, last: ChainLink | None, now: Moment) -> None:
        self._keys, self._now = keys, now
        self._before = links.Header.read(last.header) if last else None
        self._chain = self._before.chain if self._before else secrets.token_hex(8)
        self._number = last.number if last else 0
        self._head = bytes(last.head) if last else links.NO_HEAD
        self._moved: dict[str, Any] = dict(self._before.moved) if self._before else {}

    def new_rows(self) -> Iterator[tuple[Table, Row]]:
        if self._before is not None and self._before.system != self._now.system:
            xmax = self._now.snapshot.xmax
            ids = {table.name: reading.last_ids_beyond(table, xmax) for table in tables()}
            self._moved = {"after": self._number, "xmax": xmax, "ids": ids}
            return _each(tables(), reading.rows_never_sealed)
        before = Snapshot.parse(self._before.snapshot) if self._before else NOTHING
        between = reading.Between(before, self._now.snapshot, self._moved)
        return _each(
            reading.with_news(tables(), between), lambda table: reading.new_rows(table, between)
        )

    def write(self, batch: Iterable[tuple[Table, Row]]) -> None:
        parts: dict[str, _Part] = {}
        for table, row in batch:
            parts.setdefault(table.name, _Part(table)).take(row)
        header = links.Header(
            chain=self._chain,
            number=self._number + 1,
            at=self._now.at.isoformat(),
            previous=self._head.hex(),
            snapshot=str(self._now.snapshot),
            system=self._now.system,
            key=str(self._keys.current),
            parts=tuple(part.told() for part in parts.values()),
            moved=self._moved,
        )
        text = header.text()
        self._number, self._head = header.number, links.head(text)
        link = ChainLink.objects.create(
            number=header.number,
            at=self._now.at,
            header=text,
            head=self._head,
            signature=self._keys.sign(self._head),
            key=header.key,
            rows=sum(part.rows for part in header.parts),
        )
        with connection.cursor() as cursor:
            cursor.executemany(_PART, [part.stored(link) for part in parts.values()])


def _each(
    among: Sequence[Table], rows: Callable[[Table], Iterator[Row]]
) -> Iterator[tuple[Table, Row]]:
    return joined.from_iterable(((table, row) for row in rows(table)) for table in among)
