"""What files changed of rows, read back."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

# One row of a table each; a bundle holds others' rows too, and they are not given away.
_OF_ROWS = """
SELECT b.import_file_id, b.at, s.id, b.changes -> s.id::text
FROM unnest(%(ids)s::bigint[]) AS s (id)
JOIN accounts_importtrail b
    ON b."table" = %(table)s AND b.last_id >= s.id AND b.first_id <= s.id AND s.id = ANY (b.ids)
ORDER BY b.id, s.id
"""


class Change(NamedTuple):
    """`changes`: each column as [before, after]; before is null where the row came with it."""

    import_file: int
    at: datetime
    table: str
    row: int
    changes: dict[str, Any]


def of_rows(table: str, ids: Collection[int]) -> list[Change]:
    """Of these rows of one table, oldest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ROWS, {"table": table, "ids": list(ids)})
        return [
            Change(file, at, table, row, json.loads(change))
            for file, at, row, change in cursor.fetchall()
        ]
