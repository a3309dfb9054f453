"""Sealed values that were erased: the commitments that are kept in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

# Only what a sealed erasure names went by right; without one the row does not verify.
_KEPT = """
SELECT v.row_id, v.commitments FROM accounts_erasedvalue v
WHERE v."table" = %(table)s AND v.row_id = ANY (%(ids)s) AND EXISTS (
    SELECT FROM accounts_erasure e
    WHERE e."table" = v."table" AND e.last_id >= v.row_id AND e.first_id <= v.row_id
      AND v.row_id = ANY (e.ids))
"""


def commitments(table: str, ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
    """Of the erased among these rows: by column, what the sealed hash was made of. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"table": table, "ids": list(ids)})
        return {pk: kept if isinstance(kept, dict) else _read(kept) for pk, kept in cursor}


def _read(kept: str) -> Mapping[str, str]:
    import json

    found: Mapping[str, str] = json.loads(kept)
    return found
