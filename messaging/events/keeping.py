"""How long events are kept: a month once everybody has them, three months otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from accounts.models import EventDelivery

KEPT = timedelta(days=30)
KEPT_UNDELIVERED = timedelta(days=90)
AT_ONCE = 5_000

_FORGET = """
WITH old AS (
    SELECT e.id FROM accounts_event e
    WHERE e.written_at < %(before)s AND (e.written_at < %(last)s OR NOT EXISTS (
        SELECT FROM accounts_eventdelivery d WHERE d.event_id = e.id AND d.state <> %(done)s))
    ORDER BY e.id LIMIT %(most)s
), deliveries AS (
    DELETE FROM accounts_eventdelivery d USING old WHERE d.event_id = old.id
)
DELETE FROM accounts_event e USING old WHERE e.id = old.id
"""


def forget(real: datetime) -> int:
    """Delete what was kept long enough, some thousand a transaction; how many events."""
    forgotten = 0
    values: dict[str, datetime | str | int] = {
        "before": real - KEPT,
        "last": real - KEPT_UNDELIVERED,
        "done": EventDelivery.State.DELIVERED.value,
        "most": AT_ONCE,
    }
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, values)
            gone = int(cursor.rowcount)
        forgotten += gone
        if gone < AT_ONCE:
            return forgotten
