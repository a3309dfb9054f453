"""Calls of gateways that were worked long ago are deleted: they hold numbers and texts of people.

What was made of them stays: receipts, replies and what these caused. A request that waits or could
not be read is kept until it is worked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from accounts.audit.trail import in_bulk
from messaging.models import InboundRequest

KEPT = timedelta(days=180)
"""Our own proposal, as for check codes: longer than any provider answers questions about one."""

FORGOTTEN_AT_ONCE = 10_000
MOST_BATCHES = 300
"""Of so many requests each, in one day's round; what is left is taken up by the next."""


def forget_done(now: datetime) -> int:
    """Delete the worked requests that are older than KEPT; how many.

    Calls are numbered as they come, so the oldest are found without an index of their own. Each
    batch commits by itself.
    """
    last, forgotten = 0, 0
    for _batch in range(MOST_BATCHES):
        requests = InboundRequest.objects.filter(pk__gt=last).order_by("pk")
        rows = list(requests.values_list("pk", "state", "at")[:FORGOTTEN_AT_ONCE])
        over = [
            pk for pk, state, at in rows if state == InboundRequest.State.DONE and at < now - KEPT
        ]
        forgotten += _delete(over)
        if len(rows) < FORGOTTEN_AT_ONCE or rows[-1][2] >= now - KEPT:
            break
        last = rows[-1][0]
    return forgotten


def _delete(ids: Collection[int]) -> int:
    if not ids:
        return 0
    with transaction.atomic():
        in_bulk("retention")
        return InboundRequest.objects.filter(pk__in=ids, state=InboundRequest.State.DONE).delete()[
            0
        ]
