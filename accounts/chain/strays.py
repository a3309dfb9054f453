"""Rows that the links do not tell of: put in afterwards, waiting to be sealed, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.chain import findings
from accounts.chain.findings import Finding, Verified
from accounts.chain.links import Header
from accounts.chain.snapshots import NOTHING, Snapshot
from accounts.chain.tables import Table, by_name, tables
from accounts.models import ChainLink

IDS_AT_ONCE = 20_000
WITHDRAWN_FROM = "messaging_decision"
APPROVED = "messaging_approvedcontent"

# Of one stretch of ids: the rows there are, without those that are in a link.
_STRAY = """
SELECT t.id, t.tx, {moment} FROM {table} t
WHERE t.id > %(after)s AND t.id <= %(upto)s AND NOT EXISTS (
    SELECT FROM (
        SELECT unnest(p.ids) AS id FROM accounts_chainpart p
        WHERE p."table" = %(table)s AND p.last_id > %(after)s AND p.first_id <= %(upto)s
    ) s WHERE s.id = t.id)
ORDER BY t.id
"""
_APPROVED_TABLES = 'SELECT DISTINCT "table" FROM messaging_approvedcontent ORDER BY 1'
# Content that is no object was itself changed: its own row is found so.
_NOT_AS_APPROVED = """
SELECT a.version_id, string_agg(told.key, ', ' ORDER BY told.key)
FROM messaging_approvedcontent a
LEFT JOIN {versions} v ON v.id = a.version_id
CROSS JOIN LATERAL jsonb_each(
    CASE WHEN jsonb_typeof(a.content) = 'object' THEN a.content ELSE '{{}}' END) AS told
WHERE a."table" = %s AND (to_jsonb(v) -> told.key) IS DISTINCT FROM told.value
GROUP BY a.version_id ORDER BY a.version_id
"""
_WAITING = """
SELECT count(*), coalesce(max({age}), 0)::float FROM {table} t
WHERE t.tx >= %(xmin)s AND (t.tx >= %(xmax)s OR t.tx = ANY (%(running)s))
  AND NOT (t.id <= %(moved)s AND t.tx >= %(moved_xmax)s)
"""
_AGE = "extract(epoch FROM clock_timestamp() - t.{moment})::float"
_ENDS = "SELECT coalesce(min(id), 1) - 1, coalesce(max(id), 0) FROM {table}"
_WITHDRAWN = """
SELECT g.id FROM unnest(%(ids)s::bigint[]) AS g (id) WHERE EXISTS (
    SELECT FROM accounts_auditentry e, jsonb_array_elements(e.after -> 'ids') AS stretch
    WHERE e."table" = %(table)s AND e.action = 'withdraw'
      AND g.id BETWEEN (stretch ->> 0)::bigint AND (stretch ->> 1)::bigint)
"""


def rows_in_no_link(
    done: Verified, sealed: Snapshot, *, since: datetime | None, moved: Mapping[str, Any]
) -> Iterator[Finding]:
    """Rows that should be in a link and are in none; the others are the unsealed tail, counted in
    `done` with the age of the oldest."""
    for table in tables():
        first, last = _ends(table, since)
        for after in range(first, last, IDS_AT_ONCE):
            for pk, tx, age in _strays(table, after, min(after + IDS_AT_ONCE, last)):
                if sealed.sees(tx) or pk <= moved.get("ids", {}).get(table.name, 0):
                    yield Finding(findings.INSERTED, table.name, pk)
                    continue
                done.tail += 1
                done.tail_seconds = max(done.tail_seconds, age or 0.0)


def withdrawn(table: str, ids: Sequence[int]) -> set[int]:
    """Those of the missing that the trail says were withdrawn: planned, and never released."""
    if not ids or table != WITHDRAWN_FROM:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAWN, {"ids": list(ids), "table": table})
        return {row[0] for row in cursor.fetchall()}


def not_as_approved() -> Iterator[Finding]:
    """Versions whose approved columns are no longer what was approved."""
    if by_name(APPROVED) is None:
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(_APPROVED_TABLES)
        versions = [row[0] for row in cursor.fetchall()]
    known = set(connection.introspection.table_names())
    for name in versions:
        if name not in known:
            yield Finding(findings.NOT_AS_APPROVED, name, what="no such table")
            continue
        with connection.cursor() as cursor:
            cursor.execute(_NOT_AS_APPROVED.format(versions=quote(name)), [name])
            for version, what in cursor.fetchall():
                yield Finding(findings.NOT_AS_APPROVED, name, version, what=what)


def tail() -> tuple[int, float]:
    """How many rows wait to be sealed, and the age of the oldest, in seconds; for pages: it looks
    only at what was written since the last link."""
    last = ChainLink.objects.order_by("-number").first()
    if last is None:
        before, moved = NOTHING, {}
    else:
        header = Header.read(last.header)
        before, moved = Snapshot.parse(header.snapshot), dict(header.moved)
    rows, oldest = 0, 0.0
    for table in tables():
        with connection.cursor() as cursor:
            cursor.execute(
                _WAITING.format(age=_age(table), table=connection.ops.quote_name(table.name)),
                {
                    "xmin": before.xmin,
                    "xmax": before.xmax,
                    "running": list(before.running),
                    "moved": moved.get("ids", {}).get(table.name, 0),
                    "moved_xmax": moved.get("xmax", 0),
                },
            )
            count, age_of = cursor.fetchone()
        rows, oldest = rows + count, max(oldest, age_of)
    return rows, oldest


def _age(table: Table) -> str:
    """Seconds since a row was written, where it says when."""
    return _AGE.format(moment=table.moment) if table.moment else "NULL::float"


def _ends(table: Table, since: datetime | None) -> tuple[int, int]:
    """The ids to look through: all; or with `since`, those after what was sealed before."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDS.format(table=connection.ops.quote_name(table.name)))
        first, last = cursor.fetchone()
        if since is not None:
            cursor.execute(
                """
                SELECT min(p.first_id) - 1 FROM accounts_chainpart p
                JOIN accounts_chainlink l ON l.number = p.link_id
                WHERE p."table" = %s AND l.at >= %s
                """,
                [table.name, since],
            )
            (from_here,) = cursor.fetchone()
            first = first if from_here is None else max(first, from_here)
    return first, last


def _strays(table: Table, after: int, upto: int) -> Iterator[tuple[int, int, float | None]]:
    sql = _STRAY.format(table=connection.ops.quote_name(table.name), moment=_age(table))
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, {"after": after, "upto": upto, "table": table.name})
        while rows := cursor.fetchmany(1000):
            yield from rows
