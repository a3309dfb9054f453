"""The floor of writing rows: COPY of the very same rows into the same tables and indexes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence

from django.db import connection, transaction

from accounts.audit.trail import in_bulk
from accounts.models.chained import TX
from tests.benchmarks.measuring import measured


def copied_again(tables: Sequence[str], *, empty: Callable[[], None]) -> float:
    """Seconds to COPY back the rows of these tables after `empty` removed them."""
    with tempfile.TemporaryDirectory() as folder:
        for table in tables:
            with open(f"{folder}/{table}", "wb") as file, connection.cursor() as cursor:
                cursor.copy_expert(f"COPY {table} ({_columns(table)}) TO STDOUT", file)
        empty()
        with measured() as watch, transaction.atomic():
            in_bulk("import")
            for table in tables:
                with open(f"{folder}/{table}", "rb") as file, connection.cursor() as cursor:
                    cursor.copy_expert(f"COPY {table} ({_columns(table)}) FROM STDIN", file)
    return watch.seconds


def _columns(table: str) -> str:
    """All but the mark of the transaction a row was written by: that of the copy is another."""
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return ", ".join(each.name for each in described if each.name != TX)
