"""Receipts: each is kept, and moves its message forward or not at all.

They come early, late, twice, out of order, part by part, for ids nobody knows. A final state never
changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.keys import keyring
from accounts.models.sealed import draw_ids
from messaging.gateways import phones
from messaging.gateways.codes import READ
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.models import Attempt, Gateway, Message, Receipt, Stop
from messaging.models.message_reasons import RECEIPT_CAME
from messaging.models.message_states import OPEN, MessageState
from messaging.own_phone import incoming as own_phone
from messaging.suppression import carrier_codes
from messaging.suppression.carrier_codes import Address, Failure

ACCEPTED, DELIVERED, UNDELIVERED = RESULTS = (
    MessageState.ACCEPTED,
    MessageState.DELIVERED,
    MessageState.UNDELIVERED,
)

_KEEP = """
INSERT INTO messaging_receipt
    (id, gateway_id, message_id, gateway_ref, result, error_code, raw_enc, part, parts, at)
SELECT v.id, %(gateway)s, v.message_id, v.ref, v.result, v.code, v.raw, v.part, v.parts, %(now)s
FROM unnest(%(own)s::bigint[], %(ids)s::bigint[], %(refs)s::text[], %(results)s::text[],
            %(codes)s::text[], %(raws)s::bytea[], %(part)s::smallint[], %(parts)s::smallint[])
    AS v (id, message_id, ref, result, code, raw, part, parts)
RETURNING id
"""
# What is still being handed over leaves its attempt here: the worker that would note it may be
# dead, and once the state has moved no sweep looks at it.
_FORWARD = """
WITH early AS (
    INSERT INTO messaging_attempt
        (message_id, gateway_id, begun_at, permit_until, result, error_code, gateway_ref,
         text_digest)
    SELECT id, gateway_id, handed_over_at, permit_until, 'accepted', '', '', text_digest
    FROM messaging_message WHERE id = ANY (%(ids)s) AND state = 'handing_over'
)
UPDATE messaging_message m
SET state = v.state, error_code = v.code,
    final_at = CASE WHEN v.state = 'accepted' THEN NULL ELSE %(now)s END
FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(codes)s::text[]) AS v (id, state, code)
WHERE m.id = v.id AND m.state <> v.state AND (
    m.state IN ('handing_over', 'unknown')
    OR m.state = 'accepted' AND v.state IN ('delivered', 'undelivered'))
"""
# A receipt for what has not left says that it has: before the database was put back to an earlier
# hour, or by a gateway that had answered "not now". Left queued it would go out a second time.
_HAD_LEFT = """
UPDATE messaging_message
SET state = 'cancelled', reason = %(reason)s, final_at = %(now)s, gateway_id = %(gateway)s,
    claimed_at = COALESCE(claimed_at, %(now)s), handed_over_at = COALESCE(handed_over_at, %(now)s),
    body_enc = NULL, segments = NULL, claim_token = NULL
WHERE id = ANY (%(ids)s) AND state IN ('queued', 'claimed')
"""
_READ = """
UPDATE messaging_message SET read_at = %(now)s WHERE id = ANY (%(ids)s) AND read_at IS NULL
"""
# One part more than once counts once.
_COMPLETE = """
SELECT message_id FROM messaging_receipt
WHERE message_id = ANY (%s) AND result = 'delivered' AND part IS NOT NULL
GROUP BY message_id HAVING count(DISTINCT part) >= max(parts)
"""


def take(*, gateway: Gateway, incoming: Sequence[InboundReceipt], now: datetime) -> int:
    """Keep the receipts and move what they are about; how many were about a message of this
    gateway's."""
    if not incoming:
        return 0
    with transaction.atomic():
        if ours := own_phone.take_receipts(gateway, incoming, now=now):
            incoming = [r for place, r in enumerate(incoming) if place not in ours]
        ids = _meant(gateway, incoming)
        telling = [place for place, r in enumerate(incoming) if ids[place] and is_telling(r)]
        carrier_codes.lock_all_for(
            [pk for place in telling if (pk := ids[place])], messages=[pk for pk in ids if pk]
        )
        kept = _keep(incoming, ids, gateway=gateway, now=now)
        forward(incoming, ids, gateway_id=gateway.pk, now=now)
        carrier_codes.apply(
            [
                Failure(pk, incoming[place].error_code, f"receipt:{kept[place]}")
                for place in telling
                if (pk := ids[place])
            ],
            now=now,
        )
    return len([pk for pk in ids if pk])


def lock_with(
    addresses: Collection[Address], incoming: Sequence[InboundReceipt], *, gateway: Gateway
) -> None:
    """Lock what taking these needs, and whatever else comes from the addresses, all at once."""
    ids = _meant(gateway, incoming)
    telling = [pk for r, pk in zip(incoming, ids, strict=True) if pk and is_telling(r)]
    carrier_codes.lock_all_for(telling, messages=[pk for pk in ids if pk], addresses=addresses)


def _meant(gateway: Gateway, incoming: Sequence[InboundReceipt]) -> list[int | None]:
    """The message each is about, if there is one that was handed to this gateway.

    A gateway's id may be one for many numbers: without the number it then means none of them.
    """
    mine = Message.objects.filter(gateway=gateway)
    ids = {r.message_id for r in incoming if r.message_id}
    refs = {r.gateway_ref for r in incoming if r.gateway_ref and (r.phone or not r.message_id)}
    by_id = _by(mine.filter(pk__in=ids), "pk") if ids else {}
    strange = ids - by_id.keys()
    if strange:
        by_id.update(_by(_may_have_left(gateway).filter(pk__in=strange), "pk"))
    by_ref = _by(mine.filter(gateway_ref__in=refs), "gateway_ref") if refs else {}
    return [_one_of(receipt, by_id, by_ref, gateway=gateway) for receipt in incoming]


def _may_have_left(gateway: Gateway) -> QuerySet[Message]:
    """What waits to be sent by any gateway and may have left by this one: it was tried there, or
    it is older than the moment at which the database was found put back."""
    tried = Attempt.objects.filter(message=OuterRef("pk"), gateway=gateway)
    restored = Stop.objects.filter(scope=Stop.Scope.ALL, by=None, at__gte=OuterRef("created_at"))
    return Message.objects.filter(Exists(tried) | Exists(restored), state__in=OPEN)


_Sent = dict[object, list[tuple[int, bytes | memoryview]]]
"""Messages and the hashes of their numbers, by an id."""


def _by(messages: QuerySet[Message], column: str) -> _Sent:
    found: _Sent = defaultdict(list)
    for key, pk, address_hash in messages.values_list(column, "pk", "address_hash"):
        found[key].append((pk, address_hash))
    return found


def _one_of(
    receipt: InboundReceipt, by_id: _Sent, by_ref: _Sent, *, gateway: Gateway
) -> int | None:
    its_own = by_id.get(receipt.message_id, [])
    if not receipt.phone:
        sent = its_own if receipt.message_id else by_ref.get(receipt.gateway_ref, [])
        return sent[0][0] if len(sent) == 1 else None
    number = phones.normal(receipt.phone, region=phones.region_of(gateway))
    wanted = keyring().suppression_hash(number, gateway.channel) if number else None
    for sent in (its_own, by_ref.get(receipt.gateway_ref, [])):
        fits = [pk for pk, address_hash in sent if wanted in (None, bytes(address_hash))]
        if len(fits) == 1:
            return fits[0]
    return None


def is_telling(receipt: InboundReceipt) -> bool:
    """Whether it says anything of the number."""
    return receipt.result == UNDELIVERED and carrier_codes.telling(receipt.error_code)


def _keep(
    incoming: Sequence[InboundReceipt],
    ids: Sequence[int | None],
    *,
    gateway: Gateway,
    now: datetime,
) -> list[int]:
    """Their ids, in order."""
    seal, own = Receipt.raw.field.seal, draw_ids(Receipt, len(incoming))
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "gateway": gateway.pk,
                "now": now,
                "own": own,
                "ids": list(ids),
                "refs": [(r.gateway_ref or str(r.message_id or ""))[:80] for r in incoming],
                "results": [r.result[:12] for r in incoming],
                "codes": [r.error_code[:40] for r in incoming],
                "raws": [
                    seal(r.raw, pk) if r.raw else None for r, pk in zip(incoming, own, strict=True)
                ],
                "part": [r.part if r.is_partial else None for r in incoming],
                "parts": [r.parts if r.is_partial else None for r in incoming],
            },
        )
        return [row[0] for row in cursor.fetchall()]


def forward(
    incoming: Sequence[InboundReceipt], ids: Sequence[int | None], *, gateway_id: int, now: datetime
) -> None:
    """Move the messages these are about, whose rows are locked. Within one statement a row is
    updated once: the first final result of a message wins."""
    complete = _complete({pk for r, pk in zip(incoming, ids, strict=True) if pk and r.is_partial})
    strongest: dict[int, tuple[str, str]] = {}
    for receipt, pk in zip(incoming, ids, strict=True):
        if pk and receipt.result in (*RESULTS, READ):
            result = DELIVERED if receipt.result == READ else receipt.result
            if result == DELIVERED and receipt.is_partial and pk not in complete:
                result = ACCEPTED  # of a text of which parts are still on their way
            if pk not in strongest or (strongest[pk][0] == ACCEPTED and result != ACCEPTED):
                strongest[pk] = (result, receipt.error_code[:40])
    if not strongest:
        return
    have_left = {
        pk
        for r, pk in zip(incoming, ids, strict=True)
        if pk and r.result in (ACCEPTED, DELIVERED, READ)
    }
    with connection.cursor() as cursor:
        if have_left:
            cursor.execute(
                _HAD_LEFT,
                {
                    "ids": list(have_left),
                    "gateway": gateway_id,
                    "reason": RECEIPT_CAME,
                    "now": now,
                },
            )
        cursor.execute(
            _FORWARD,
            {
                "now": now,
                "ids": list(strongest),
                "states": [result for result, _code in strongest.values()],
                "codes": [code for _result, code in strongest.values()],
            },
        )
        if read := [pk for r, pk in zip(incoming, ids, strict=True) if pk and r.result == READ]:
            cursor.execute(_READ, {"now": now, "ids": read})


def _complete(message_ids: Collection[int]) -> set[int]:
    """Of those reported part by part, the ones whose every part was delivered."""
    if not message_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETE, [list(message_ids)])
        return {row[0] for row in cursor.fetchall()}
