"""Receipts that came before the id they name was known, taken up when it is.

A gateway may report a text by its own id alone within the second; a wave notes those ids when its
slowest call has ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound.receipts import forward, is_telling
from messaging.suppression import carrier_codes
from messaging.suppression.carrier_codes import Failure

WITHIN = timedelta(minutes=15)
"""A wave ends within minutes; whose id is not known by then is nobody's of ours."""

AT_ONCE = 1000

# The same id for several messages means none of them: the number is in the bytes that were kept.
_EARLY = """
SELECT r.gateway_id, r.id, min(m.id), r.result, r.error_code, r.part, r.parts
FROM messaging_receipt r
JOIN messaging_message m ON m.gateway_id = r.gateway_id AND m.gateway_ref = r.gateway_ref
WHERE r.message_id IS NULL AND r.gateway_ref <> '' AND r.at > %(since)s AND m.gateway_ref <> ''
GROUP BY r.id HAVING count(*) = 1
ORDER BY r.id LIMIT %(most)s
"""
_NAME = """
UPDATE messaging_receipt r SET message_id = v.message
FROM unnest(%s::bigint[], %s::bigint[]) AS v (id, message)
WHERE r.id = v.id AND r.message_id IS NULL
"""


def take_up(*, now: datetime) -> int:
    """Move what receipts were about that came, by the gateway's id alone, before we had noted that
    id; how many. For the sweep: a wave notes the ids when its slowest call has ended."""
    with connection.cursor() as cursor:
        cursor.execute(_EARLY, {"since": now - WITHIN, "most": AT_ONCE})
        rows = cursor.fetchall()
    by_gateway: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for gateway_id, *row in rows:
        by_gateway[gateway_id].append(tuple(row))
    return sum(_take_up(pk, found, now=now) for pk, found in by_gateway.items())


def _take_up(gateway_id: int, rows: Sequence[tuple[Any, ...]], *, now: datetime) -> int:
    receipt_ids, ids = [row[0] for row in rows], [row[1] for row in rows]
    incoming = [
        InboundReceipt(result=result, error_code=code, part=part, parts=parts)
        for _receipt, _message, result, code, part, parts in rows
    ]
    failures = [
        Failure(pk, said.error_code, f"receipt:{receipt}")
        for receipt, pk, said in zip(receipt_ids, ids, incoming, strict=True)
        if is_telling(said)
    ]
    with transaction.atomic():
        carrier_codes.lock_all_for([each.message_id for each in failures], messages=ids)
        with connection.cursor() as cursor:
            cursor.execute(_NAME, [receipt_ids, ids])
        forward(incoming, ids, gateway_id=gateway_id, now=now)
        carrier_codes.apply(failures, now=now)
    return len(rows)
