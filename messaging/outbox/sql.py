"""One statement for many rows.

Ids go in as one array (`id = ANY (%s)`): with hundreds of them the ORM's `__in` costs more than
the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

ROWS_PER_STATEMENT = 1000


def run(
    sql: str, rows: Sequence[tuple[Any, ...]], *, template: str, fetch: bool = False
) -> list[tuple[Any, ...]]:
    """Execute `sql` with its one `%s` filled by the rows; what it returned, when asked for.

    `template` names the type of each column, as `(%s::bigint, %s::text)`.
    """
    if not rows:
        return []
    with connection.cursor() as cursor:
        fetched = execute_values(
            cursor, sql, rows, template=template, page_size=ROWS_PER_STATEMENT, fetch=fetch
        )
    return fetched or []


def fetch(sql: str, *arguments: Any, **named: Any) -> list[tuple[Any, ...]]:
    """All rows of one query, its arguments in order or by their names."""
    with connection.cursor() as cursor:
        cursor.execute(sql, named or arguments)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
