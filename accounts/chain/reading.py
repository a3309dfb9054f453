"""What is new for the chain: rows of transactions that ended between two snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.chain.snapshots import Snapshot
from accounts.chain.tables import Row, Table, selected

AT_ONCE = 2000

# Plain comparisons of numbers: `pg_visible_in_snapshot` costs a call and three casts for each row.
_IS_NEW = """
    t.tx >= %(was_xmin)s AND (t.tx >= %(was_xmax)s OR t.tx = ANY (%(was_running)s))
    AND (t.tx < %(xmin)s OR t.tx < %(xmax)s AND t.tx <> ALL (%(running)s))
    AND NOT (t.id <= {moved_id} AND t.tx >= %(moved_xmax)s)
"""
_NEW = f"SELECT {{columns}} FROM {{table}} t WHERE {_IS_NEW} ORDER BY t.tx, t.id"  # noqa: S608  (our own text)
_HAS_NEWS = f"SELECT {{place}} WHERE EXISTS (SELECT FROM {{table}} t WHERE {_IS_NEW})"  # noqa: S608
_ALL = "SELECT {columns} FROM {table} t ORDER BY t.id"
_BEYOND = "SELECT coalesce(max(id), 0) FROM {table} WHERE tx >= %s"
_SEALED = """
SELECT s.id FROM unnest(%(ids)s::bigint[]) AS s (id) WHERE EXISTS (
    SELECT FROM accounts_chainpart p
    WHERE p."table" = %(table)s AND p.last_id >= s.id AND p.first_id <= s.id AND s.id = ANY (p.ids))
"""


@dataclass(frozen=True, slots=True)
class Between:
    """What ended between two snapshots.

    `moved`: what came from another server with the numbers of its transactions (`xmax`: of the
    first snapshot here; `ids`: up to which id of each table such rows go): never new again.
    """

    before: Snapshot
    now: Snapshot
    moved: Mapping[str, Any]

    def params(self) -> dict[str, Any]:
        return {
            "was_xmin": self.before.xmin,
            "was_xmax": self.before.xmax,
            "was_running": list(self.before.running),
            "xmin": self.now.xmin,
            "xmax": self.now.xmax,
            "running": list(self.now.running),
            "moved_xmax": self.moved.get("xmax", 0),
        }

    def moved_id(self, table: Table) -> int:
        return int(self.moved.get("ids", {}).get(table.name, 0))


def with_news(tables: Sequence[Table], between: Between) -> list[Table]:
    """Those that have new rows, in their order, by one query: most rounds find one or two."""
    quoted = connection.ops.quote_name
    asked = " UNION ALL ".join(
        _HAS_NEWS.format(place=place, table=quoted(each.name), moved_id=between.moved_id(each))
        for place, each in enumerate(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, between.params())
        found = sorted(place for (place,) in cursor.fetchall())
    return [tables[place] for place in found]


def new_rows(table: Table, between: Between) -> Iterator[Row]:
    """Streamed through a cursor on the server, in the order of transactions and ids."""
    sql = _NEW.format(
        columns=selected(table.columns),
        table=connection.ops.quote_name(table.name),
        moved_id=between.moved_id(table),
    )
    yield from _streamed(sql, between.params())


def rows_never_sealed(table: Table) -> Iterator[Row]:
    """All rows that are in no link, whatever their transaction: after a move to another server."""
    sql = _ALL.format(columns=selected(table.columns), table=connection.ops.quote_name(table.name))
    waiting: list[Row] = []
    for row in _streamed(sql, {}):
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            yield from _without_sealed(table, waiting)
            waiting = []
    yield from _without_sealed(table, waiting)


def sealed_ids(table: str, ids: list[int]) -> set[int]:
    """Which of these are in a link."""
    with connection.cursor() as cursor:
        cursor.execute(_SEALED, {"table": table, "ids": ids})
        return {row[0] for row in cursor.fetchall()}


def last_ids_beyond(table: Table, xmax: int) -> int:
    """The highest id of rows whose transaction this server has not come to yet; 0: none."""
    with connection.cursor() as cursor:
        cursor.execute(_BEYOND.format(table=connection.ops.quote_name(table.name)), [xmax])
        found: int = cursor.fetchone()[0]
    return found


def _without_sealed(table: Table, rows: list[Row]) -> Iterator[Row]:
    known = sealed_ids(table.name, [int(row[0] or 0) for row in rows])
    return (row for row in rows if int(row[0] or 0) not in known)


def _streamed(sql: str, params: Mapping[str, Any]) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
