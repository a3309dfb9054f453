"""Receipts: each is kept, and moves its message forward or not at all.

They come early, late, twice, out of order, part by part, for ids nobody knows. A final state never
changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from accounts.keys import keyring
from messaging import bulk
from messaging.inbound import numbers
from messaging.inbound.numbers import Failure
from messaging.locks import lock_messages
from messaging.models import Gateway, Message

PURPOSE = "receipt.raw"
ACCEPTED, DELIVERED, UNDELIVERED = RESULTS = ("accepted", "delivered", "undelivered")
MOST_PARTS = 255

_KEEP = """
INSERT INTO messaging_receipt
    (gateway_id, message_id, gateway_ref, result, error_code, raw_enc, part, parts, at)
VALUES %s RETURNING id
"""
_KEEP_TYPES = (
    "(%s::bigint, %s::bigint, %s::text, %s::text, %s::text, %s::bytea, %s::smallint, %s::smallint,"
    " %s::timestamptz)"
)
_FORWARD = """
UPDATE messaging_message m
SET state = v.state, error_code = v.error_code, final_at = v.final_at
FROM (VALUES %s) AS v (id, state, error_code, final_at)
WHERE m.id = v.id AND m.state <> v.state AND (
    m.state IN ('handing_over', 'unknown')
    OR m.state = 'accepted' AND v.state IN ('delivered', 'undelivered'))
"""
# One part more than once counts once.
_COMPLETE = """
SELECT message_id FROM messaging_receipt
WHERE message_id = ANY (%s) AND result = 'delivered' AND part IS NOT NULL
GROUP BY message_id HAVING count(DISTINCT part) >= max(parts)
"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One receipt. By our own `message_id` where the gateway carries it, else by its id.

    `result` is one of RESULTS; anything else is kept and moves nothing. `part` of `parts`, from 1,
    when it is about one part of a long text: one part that failed is a text not delivered, and it
    is delivered when every part is. `raw` may hold a number: it is encrypted.
    """

    result: str
    gateway_ref: str = ""
    message_id: int | None = None
    error_code: str = ""
    raw: str = ""
    part: int | None = None
    parts: int | None = None

    @property
    def is_partial(self) -> bool:
        return self.part is not None and self.parts is not None and self.parts > 1


def take(*, gateway: Gateway, incoming: Sequence[Incoming], now: datetime) -> int:
    """Keep the receipts and move what they are about; how many were about a message of this
    gateway's."""
    with transaction.atomic():
        known = _messages(gateway, incoming)
        ids = [known.get(_key(receipt)) for receipt in incoming]
        telling = [place for place, r in enumerate(incoming) if ids[place] and _is_telling(r)]
        numbers.lock_behind([pk for place in telling if (pk := ids[place])])
        lock_messages([pk for pk in ids if pk])
        kept = _keep(incoming, ids, gateway=gateway, now=now)
        _forward(incoming, ids, now=now)
        numbers.heed(
            [
                Failure(pk, incoming[place].error_code, f"receipt:{kept[place]}")
                for place in telling
                if (pk := ids[place])
            ],
            now=now,
        )
    return len([pk for pk in ids if pk])


def _messages(gateway: Gateway, incoming: Sequence[Incoming]) -> dict[int | str, int]:
    """Messages handed to this gateway, by what the receipts call them: our own id, or its own."""
    mine = Message.objects.filter(gateway=gateway)
    found: dict[int | str, int] = {}
    if ids := {r.message_id for r in incoming if r.message_id}:
        found |= {pk: pk for pk in mine.filter(pk__in=ids).values_list("pk", flat=True)}
    if refs := {r.gateway_ref for r in incoming if not r.message_id and r.gateway_ref}:
        found |= dict(mine.filter(gateway_ref__in=refs).values_list("gateway_ref", "pk"))
    return found


def _key(receipt: Incoming) -> int | str:
    return receipt.message_id or receipt.gateway_ref


def _is_telling(receipt: Incoming) -> bool:
    return receipt.result == UNDELIVERED and numbers.telling(receipt.error_code)


def _keep(
    incoming: Sequence[Incoming], ids: Sequence[int | None], *, gateway: Gateway, now: datetime
) -> list[int]:
    """Their ids, in order."""
    encrypt = keyring().encrypt
    rows = [
        (
            gateway.pk,
            pk,
            (receipt.gateway_ref or str(receipt.message_id or ""))[:80],
            receipt.result[:12],
            receipt.error_code[:40],
            encrypt(receipt.raw, PURPOSE) if receipt.raw else None,
            receipt.part if receipt.is_partial else None,
            receipt.parts if receipt.is_partial else None,
            now,
        )
        for receipt, pk in zip(incoming, ids, strict=True)
    ]
    return [row[0] for row in bulk.run(_KEEP, rows, template=_KEEP_TYPES, fetch=True)]


def _forward(incoming: Sequence[Incoming], ids: Sequence[int | None], *, now: datetime) -> None:
    """Within one statement a row is updated once: the first final result of a message wins."""
    complete = _complete({pk for r, pk in zip(incoming, ids, strict=True) if pk and r.is_partial})
    strongest: dict[int, tuple[str, str]] = {}
    for receipt, pk in zip(incoming, ids, strict=True):
        if pk and receipt.result in RESULTS:
            result = receipt.result
            if result == DELIVERED and receipt.is_partial and pk not in complete:
                result = ACCEPTED  # of a text of which parts are still on their way
            if pk not in strongest or (strongest[pk][0] == ACCEPTED and result != ACCEPTED):
                strongest[pk] = (result, receipt.error_code[:40])
    bulk.run(
        _FORWARD,
        [
            (pk, result, code, None if result == ACCEPTED else now)
            for pk, (result, code) in strongest.items()
        ],
        template="(%s::bigint, %s::text, %s::text, %s::timestamptz)",
    )


def _complete(message_ids: Collection[int]) -> set[int]:
    """Of those reported part by part, the ones whose every part was delivered."""
    if not message_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETE, [list(message_ids)])
        return {row[0] for row in cursor.fetchall()}
