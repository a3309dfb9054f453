"""Rows for the checks, streamed; and what every check means by a hand-over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

AT_ONCE = 2000

OF_LENDER = "(%(lender)s::bigint IS NULL OR {column} = %(lender)s)"
"""Of the lender that is asked about, or of any where none is named."""

# Each try that may have reached a gateway: the recorded ones, and those a crash left unrecorded.
HANDED = """
handed AS (
    SELECT a.message_id, a.begun_at, a.permit_until, a.gateway_id
    FROM messaging_attempt a
    WHERE a.begun_at >= %(since)s AND a.begun_at < %(until)s AND a.result <> 'not_begun'
      AND (%(lender)s::bigint IS NULL OR EXISTS (
          SELECT FROM messaging_message m
          WHERE m.id = a.message_id AND m.lender_id = %(lender)s))
    UNION
    SELECT m.id, m.handed_over_at, m.permit_until, m.gateway_id
    FROM messaging_message m
    WHERE m.handed_over_at >= %(since)s AND m.handed_over_at < %(until)s
      AND m.state NOT IN ('queued', 'claimed', 'cancelled')
      AND (%(lender)s::bigint IS NULL OR m.lender_id = %(lender)s)
)
"""

CONFIRMATION = "confirmation"
ANSWER = "answer"
CODE = "code"


def stream(sql: str, params: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query through a cursor on the server. Call inside a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def one(sql: str, params: Mapping[str, Any]) -> tuple[Any, ...]:
    """The single row of an aggregate."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
