"""COPY takes every text as it is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from accounts.intake.merging.copy import copy_rows

ROW = (
    'a\tb\nc\r\\d"e{f},\\N\\.',
    bytes(range(256)),
    Decimal("1234.50"),
    date(2026, 9, 15),
    datetime(2026, 9, 15, 8, 0, 0, 123456, tzinfo=UTC),
    ('Asia/"Urumqi"', "back\\slash", ""),
    None,
    7,
)


@pytest.mark.django_db
def test_what_goes_in_comes_out() -> None:
    names = [f"c{n}" for n in range(len(ROW))]
    types = ["text", "bytea", "numeric", "date", "timestamptz", "text[]", "text", "bigint"]
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
        cursor.execute(f"CREATE TEMP TABLE anything ({columns})")
        copy_rows("anything", names, [ROW, ROW])
        cursor.execute("SELECT * FROM anything")
        stored = [
            (text, bytes(data), *others[:3], tuple(others[3]), *others[4:])
            for text, data, *others in cursor.fetchall()
        ]
    assert stored == [ROW, ROW]
