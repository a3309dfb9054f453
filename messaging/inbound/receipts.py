"""Receipts: each is kept as it came, and moves its message forward or not at all.

They come early, late, twice, out of order, for ids nobody knows. A final state never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.keys import keyring
from messaging import bulk
from messaging.locks import lock_messages
from messaging.models import Gateway, Message, Receipt

PURPOSE = "receipt.raw"
RESULTS = ("accepted", "delivered", "undelivered")

_FORWARD = """
UPDATE messaging_message m
SET state = v.state, error_code = v.error_code, final_at = v.final_at
FROM (VALUES %s) AS v (id, state, error_code, final_at)
WHERE m.id = v.id AND m.state <> v.state AND (
    m.state IN ('handing_over', 'unknown')
    OR m.state = 'accepted' AND v.state IN ('delivered', 'undelivered'))
"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One receipt. By our own `message_id` where the gateway carries it, else by its id.

    `result` is one of RESULTS; anything else is kept and moves nothing. `raw` may hold a number:
    it is encrypted.
    """

    result: str
    gateway_ref: str = ""
    message_id: int | None = None
    error_code: str = ""
    raw: str = ""


def take(*, gateway: Gateway, incoming: Sequence[Incoming], now: datetime) -> int:
    """Keep the receipts and move what they are about; how many were about a known message."""
    with transaction.atomic():
        known = _messages(gateway, incoming)
        ids = [known.get(_key(receipt)) for receipt in incoming]
        lock_messages([pk for pk in ids if pk])
        Receipt.objects.bulk_create(
            [
                _row(receipt, gateway=gateway, message_id=pk, now=now)
                for receipt, pk in zip(incoming, ids, strict=True)
            ]
        )
        # Within one statement a row is updated once: the stronger result of a message wins.
        strongest: dict[int, Incoming] = {}
        for receipt, pk in zip(incoming, ids, strict=True):
            if pk and receipt.result in RESULTS and _is_stronger(receipt, strongest.get(pk)):
                strongest[pk] = receipt
        bulk.run(
            _FORWARD,
            [
                (
                    pk,
                    receipt.result,
                    receipt.error_code[:40],
                    None if receipt.result == "accepted" else now,
                )
                for pk, receipt in strongest.items()
            ],
            template="(%s::bigint, %s::text, %s::text, %s::timestamptz)",
        )
    return len([pk for pk in ids if pk])


def _messages(gateway: Gateway, incoming: Sequence[Incoming]) -> dict[int | str, int]:
    """Our messages by what the receipts call them: our own id, or this gateway's."""
    by_id = Message.objects.filter(pk__in=[r.message_id for r in incoming if r.message_id])
    by_ref = Message.objects.filter(
        gateway=gateway, gateway_ref__in=[r.gateway_ref for r in incoming if not r.message_id]
    ).exclude(gateway_ref="")
    return {
        **{pk: pk for pk in by_id.values_list("pk", flat=True)},
        **dict(by_ref.values_list("gateway_ref", "pk")),
    }


def _key(receipt: Incoming) -> int | str:
    return receipt.message_id or receipt.gateway_ref


def _is_stronger(receipt: Incoming, other: Incoming | None) -> bool:
    """The first final result counts; "accepted" gives way to any."""
    return other is None or (other.result == "accepted" and receipt.result != "accepted")


def _row(receipt: Incoming, *, gateway: Gateway, message_id: int | None, now: datetime) -> Receipt:
    return Receipt(
        gateway=gateway,
        message_id=message_id,
        gateway_ref=(receipt.gateway_ref or str(receipt.message_id or ""))[:80],
        result=receipt.result[:12],
        error_code=receipt.error_code[:40],
        raw_enc=keyring().encrypt(receipt.raw, PURPOSE) if receipt.raw else None,
        at=now,
    )
