"""Receipts, replies and calls as they are kept, held against the hashes that were sealed.

A row that is gone is no finding here: what is kept long enough is erased. The sealed hash stays,
and says that there was one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.chain.findings import CHANGED, TEXT_CHANGED, Finding
from accounts.models.sealed import Unreadable
from messaging.models import Reply
from messaging.models.incoming import STAYS, digest_of
from messaging.outbox import text_digest

AT_ONCE = 2000

_CHANGED = """
SELECT t.id FROM messaging_incoming i JOIN {table} t ON t.id = i.row_id
WHERE i.kind = %(kind)s AND i.digest <> {digest}
  AND (%(since)s::timestamptz IS NULL OR i.at >= %(since)s)
ORDER BY t.id
"""
# An erased text has neither bytes nor salt.
_TEXTS = """
SELECT t.id, t.text_enc, t.text_salt, t.text_digest
FROM messaging_incoming i JOIN messaging_reply t ON t.id = i.row_id
WHERE i.kind = 'reply' AND octet_length(t.text_enc) > 0 AND t.text_digest IS NOT NULL
  AND (%(since)s::timestamptz IS NULL OR i.at >= %(since)s)
ORDER BY t.id
"""


def rows_as_sealed(since: datetime | None) -> Iterator[Finding]:
    """A finding for each that is not as it came in. Inside a transaction."""
    for kind, (table, _stays) in STAYS.items():
        sql = _CHANGED.format(table=table, digest=digest_of(kind))
        for (pk,) in _streamed(sql, kind=kind, since=since):
            yield Finding(CHANGED, table, pk)
    for pk, sealed, salt, digest in _streamed(_TEXTS, since=since):
        if not _is_the_text(pk, bytes(sealed), salt, bytes(digest)):
            yield Finding(TEXT_CHANGED, Reply._meta.db_table, pk, what="text_enc")


def _is_the_text(pk: int, sealed: bytes, salt: bytes | None, digest: bytes) -> bool:
    if salt is None:
        return False
    try:
        text = Reply.text.field.open(sealed, pk)
    except Unreadable:
        return False
    return text_digest.digest(text, bytes(salt)) == digest


def _streamed(sql: str, **params: Any) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
