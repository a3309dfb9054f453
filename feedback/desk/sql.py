"""One query with named arguments, all its rows."""

from __future__ import annotations

from typing import Any

from django.db import connection


def named(sql: str, **arguments: Any) -> list[tuple[Any, ...]]:
    """All rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
