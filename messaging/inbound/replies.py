"""Customers' answers: stored together with what they cause, in one transaction.

Many at once cost little more than one. A reply is taken once, however often the gateway delivers
it. Whoever works replies hears of it after the commit (`messaging.signals.replies_received`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from accounts.keys import keyring
from accounts.models.choices import Channel
from accounts.models.sealed import draw_ids
from messaging.inbound import effects, writers
from messaging.inbound.effects import Taken
from messaging.inbound.writers import Writer
from messaging.models import Gateway, Reply
from messaging.outbox import text_digest
from messaging.outbox.locks import customers_behind
from messaging.own_phone.incoming import colleagues
from messaging.replies import reading
from messaging.replies.intents import Intent
from messaging.signals import replies_received
from messaging.suppression import wrong_party

_KEEP = """
INSERT INTO messaging_reply (id, gateway_id, gateway_ref, channel, address_hash, customer_id,
    answers_id, text_enc, text_salt, text_digest, intent, suppressed, needs_reading, asks,
    topic, severe, received_at)
SELECT v.id, %(gateway)s, v.ref, %(channel)s, v.hash, v.customer, v.answers, v.text, v.salt,
    v.digest, v.intent, v.suppressed, v.needs_reading, v.asks, v.topic, v.severe, v.at
FROM unnest(%(ids)s::bigint[], %(refs)s::text[], %(hashes)s::bytea[], %(customers)s::bigint[],
            %(answers)s::bigint[], %(texts)s::bytea[], %(salts)s::bytea[], %(digests)s::bytea[],
            %(intents)s::text[], %(suppressed)s::bool[], %(needs_reading)s::bool[],
            %(asks)s::bool[], %(topics)s::text[], %(severe)s::bool[], %(at)s::timestamptz[])
    WITH ORDINALITY AS v (id, ref, hash, customer, answers, text, salt, digest, intent, suppressed,
                          needs_reading, asks, topic, severe, at, place)
ORDER BY v.place
ON CONFLICT DO NOTHING
RETURNING gateway_ref, id
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote back. `address` is normalised (E.164); `at` is when it came in."""

    address: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime
    gateway_ref: str = ""


def take(
    *,
    address: str,
    text: str,
    now: datetime,
    gateway: Gateway | None = None,
    gateway_ref: str = "",
    channel: str = "sms",
) -> Reply:
    """Store a reply with its suppression or hold. The same `gateway_ref` again: the first one.

    What the reply stops is stopped when this returns.
    """
    written = Written(address, text, now, gateway_ref)
    ids = take_all([written], gateway=gateway, channel=channel)
    if ids:
        return Reply.objects.get(pk=ids[0])
    return Reply.objects.get(gateway=gateway, gateway_ref=gateway_ref)


@transaction.atomic
def take_all(
    written: Sequence[Written], *, gateway: Gateway | None = None, channel: str = "sms"
) -> list[int]:
    """The same for many, all or none; the ids of those that had not been taken before."""
    written = _of_customers(written, channel)
    if not written:
        return []
    taken = keep(_read(written, channel), gateway=gateway, channel=channel)
    if taken:
        effects.apply(taken, channel=channel)
    ids = [reply.reply_id for reply in taken]
    if ids:
        announce = partial(replies_received.send, sender=Reply, reply_ids=ids)
        transaction.on_commit(announce, robust=True)
    return ids


def _of_customers(written: Sequence[Written], channel: str) -> Sequence[Written]:
    """Without what colleagues answer to texts on their own telephones: it is about nobody."""
    if not written or channel != Channel.SMS:
        return written
    hashes = {keyring().suppression_hash(each.address, channel): each for each in written}
    own = colleagues(hashes)
    return [x for x in written if keyring().suppression_hash(x.address, channel) not in own]


def _read(written: Sequence[Written], channel: str) -> list[Taken]:
    keys = keyring()
    hashes = [keys.suppression_hash(each.address, channel) for each in written]
    files = customers_behind(set(hashes))
    found = writers.behind(set(hashes), channel=channel, files=files)
    meant = reading.read_all([each.text for each in written])
    return [
        _taken(each, read, address_hash, found[address_hash], channel)
        for each, read, address_hash in zip(written, meant, hashes, strict=True)
    ]


def _taken(
    written: Written, meant: reading.Reading, address_hash: bytes, writer: Writer, channel: str
) -> Taken:
    wrong_on = wrong_party.affected(channel) if Intent.WRONG_PARTY in meant.effects else ()
    return Taken(
        reply_id=0,
        gateway_ref=written.gateway_ref,
        text=written.text,
        at=written.at,
        address_hash=address_hash,
        writer=writer,
        reading=meant,
        wrong_on={each: keyring().suppression_hash(written.address, each) for each in wrong_on},
    )


def keep(read: Sequence[Taken], *, gateway: Gateway | None, channel: str) -> list[Taken]:
    """Those that are new, as they were brought."""
    seal, ids = Reply.text.field.seal, draw_ids(Reply, len(read))
    bound = [text_digest.of(reply.text) for reply in read]
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "gateway": gateway.pk if gateway else None,
                "channel": channel,
                "ids": ids,
                "refs": [r.gateway_ref for r in read],
                "hashes": [r.address_hash for r in read],
                "customers": [r.writer.customer_id for r in read],
                "answers": [a.message_id if (a := r.writer.answered) else None for r in read],
                "texts": [seal(r.text, pk) for r, pk in zip(read, ids, strict=True)],
                "salts": [salt for salt, _digest in bound],
                "digests": [digest for _salt, digest in bound],
                "intents": [r.intent.value for r in read],
                "suppressed": [r.stops for r in read],
                "needs_reading": [r.needs_reading for r in read],
                "asks": [r.reading.asks for r in read],
                "topics": [r.reading.topic for r in read],
                "severe": [r.reading.severe for r in read],
                "at": [r.at for r in read],
            },
        )
        rows = cursor.fetchall()
    return _numbered(read, rows)


def _numbered(read: Sequence[Taken], rows: Sequence[tuple[str, int]]) -> list[Taken]:
    """By their references; those without one conflict with none and come back in order."""
    ids = {ref: pk for ref, pk in rows if ref}
    nameless = iter([pk for ref, pk in rows if not ref])
    numbered = []
    for reply in read:
        pk = ids.pop(reply.gateway_ref, 0) if reply.gateway_ref else next(nameless)
        if pk:
            numbered.append(reply.numbered(pk))
    return numbered
