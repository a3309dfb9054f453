"""Texts as they are kept, held against the hashes their hand-overs were sealed with.

One that is no longer there went by right where a sealed erasure names it (accounts.retention).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from accounts.chain.findings import TEXT_CHANGED, TEXT_GONE, Finding
from accounts.models.sealed import Unreadable
from messaging.models import Message
from messaging.models.message_states import LEFT, MessageState
from messaging.outbox import text_digest

AT_ONCE = 2000

# The last hand-over carried the text that is kept. An erased text has neither bytes nor salt.
_KEPT = """
SELECT m.id, m.body_enc, m.text_salt, a.text_digest
FROM messaging_attempt a JOIN messaging_message m ON m.id = a.message_id
WHERE a.text_digest IS NOT NULL AND octet_length(m.body_enc) > 0 AND m.state = ANY (%(states)s)
  AND (%(since)s::timestamptz IS NULL OR a.recorded_at >= %(since)s)
  AND NOT EXISTS (
    SELECT FROM messaging_attempt later
    WHERE later.message_id = a.message_id AND later.id > a.id)
"""


_GONE = """
SELECT DISTINCT m.id FROM messaging_attempt a JOIN messaging_message m ON m.id = a.message_id
WHERE a.text_digest IS NOT NULL AND coalesce(octet_length(m.body_enc), 0) = 0
  AND m.state = ANY (%(states)s)
  AND (%(since)s::timestamptz IS NULL OR a.recorded_at >= %(since)s)
  AND NOT EXISTS (
    SELECT FROM accounts_erasure e
    WHERE e."table" = 'messaging_message' AND e.last_id >= m.id AND e.first_id <= m.id
      AND m.id = ANY (e.ids))
ORDER BY m.id
"""


def texts_as_sealed(since: datetime | None) -> Iterator[Finding]:
    """A finding for each text that is not the one that was handed over, and for each that is gone
    without a record of its erasure. Inside a transaction."""
    states = sorted({*LEFT, MessageState.REFUSED} - {MessageState.HANDING_OVER})
    with connection.chunked_cursor() as cursor:
        cursor.execute(_KEPT, {"states": states, "since": since})
        while rows := cursor.fetchmany(AT_ONCE):
            for pk, sealed, salt, digest in rows:
                if not _is_the_text(pk, bytes(sealed), salt, bytes(digest)):
                    yield Finding(TEXT_CHANGED, Message._meta.db_table, pk, what="body_enc")
    with connection.chunked_cursor() as cursor:
        cursor.execute(_GONE, {"states": states, "since": since})
        while rows := cursor.fetchmany(AT_ONCE):
            for (pk,) in rows:
                yield Finding(TEXT_GONE, Message._meta.db_table, pk, what="body_enc")


def _is_the_text(pk: int, sealed: bytes, salt: bytes | None, digest: bytes) -> bool:
    if salt is None:
        return False
    try:
        text = Message.body.field.open(sealed, pk)
    except Unreadable:
        return False
    return text_digest.digest(text, bytes(salt)) == digest
