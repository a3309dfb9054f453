"""Calls of gateways that were worked long ago are deleted: they hold numbers and texts of people.

What was made of them stays: receipts, replies and what these caused. A request that waits or could
not be read is kept until it is worked. A call holds the answers and receipts of many people: while
one of them is under a legal hold, the calls of that gateway around theirs are kept whole.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from accounts.audit.trail import in_bulk
from messaging.models import InboundRequest

KEPT = timedelta(days=180)
"""Our own proposal, as for check codes: longer than any provider answers questions about one."""

FORGOTTEN_AT_ONCE = 10_000
MOST_BATCHES = 300
"""Of so many requests each, in one day's round; what is left is taken up by the next."""

# Days on which somebody under a legal hold wrote back or was reported of. What a gateway gives as
# the time may be the day before or after the call.
_OF_THE_HELD = """
SELECT DISTINCT gateway_id, date_trunc('day', at, 'UTC') FROM (
    SELECT r.gateway_id, r.received_at AS at FROM accounts_legalhold h
    JOIN messaging_reply r ON r.customer_id = h.customer_id
    WHERE h.state IN ('asked', 'placed', 'lift_asked')
    UNION ALL
    SELECT p.gateway_id, p.at FROM accounts_legalhold h
    JOIN messaging_message m ON m.customer_id = h.customer_id
    JOIN messaging_receipt p ON p.message_id = m.id
    WHERE h.state IN ('asked', 'placed', 'lift_asked')
) told
WHERE gateway_id IS NOT NULL AND at < %(until)s
"""
AROUND = timedelta(days=1)


def forget_done(now: datetime) -> int:
    """Delete the worked requests that are older than KEPT; how many.

    Calls are numbered as they come, so the oldest are found without an index of their own. Each
    batch commits by itself.
    """
    held = _days_of_the_held(now - KEPT + AROUND)
    last, forgotten = 0, 0
    for _batch in range(MOST_BATCHES):
        requests = InboundRequest.objects.filter(pk__gt=last).order_by("pk")
        columns = requests.values_list("pk", "state", "at", "gateway_id")
        rows = list(columns[:FORGOTTEN_AT_ONCE])
        over = [
            pk
            for pk, state, at, gateway in rows
            if state == InboundRequest.State.DONE
            and at < now - KEPT
            and (gateway, _day(at)) not in held
        ]
        forgotten += _delete(over)
        if len(rows) < FORGOTTEN_AT_ONCE or rows[-1][2] >= now - KEPT:
            break
        last = rows[-1][0]
    return forgotten


def _days_of_the_held(until: datetime) -> set[tuple[int, date]]:
    """Gateways and days on which their calls are kept. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_THE_HELD, {"until": until})
        told = [(gateway, _day(at)) for gateway, at in cursor.fetchall()]
    return {(gateway, day + n * AROUND) for gateway, day in told for n in (-1, 0, 1)}


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _delete(ids: Collection[int]) -> int:
    if not ids:
        return 0
    with transaction.atomic():
        in_bulk("retention")
        return InboundRequest.objects.filter(pk__in=ids, state=InboundRequest.State.DONE).delete()[
            0
        ]
