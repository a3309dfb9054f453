"""Rows as no part of the product can make them: only their owner switches guards off."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Inside, no trigger of these tables fires."""
    _every(tables, "DISABLE")
    yield
    _every(tables, "ENABLE")


def _every(tables: tuple[str, ...], verb: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")
