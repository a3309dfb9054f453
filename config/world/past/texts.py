"""Texts of a past run as they ended, written in sets: messages, hand-overs, receipts, handsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from accounts.models import ContactPoint
from accounts.models.sealed import draw_ids
from messaging.content.check_code import SAMPLE
from messaging.decisions.facts.rows import Gathered
from messaging.models import Gateway, Message, Run, SandboxText
from messaging.outbox import text_digest
from messaging.runs.quarters import QUARTER_SECONDS
from messaging.transactional import check_codes

CHANNEL = "sms"
PERMIT = timedelta(seconds=58)
RECEIPT_AFTER = timedelta(seconds=3)
DEAD_NUMBERS, LOST = 0.012, 0.006
"""Numbers at which nothing ever arrives, and texts that get lost."""

FAILURES = ("EXPIRED", "UNDELIV", "REJECTD")
"""What carriers report, the commonest first."""

ON_HANDSETS = timedelta(days=14)
"""Texts older than this are on no handset any more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that left at `at`. `arrived` False: the carrier reported a failure."""

    message_id: int
    candidate_id: int
    found: Gathered
    at: datetime
    code: str
    arrived: bool

    @property
    def text(self) -> str:
        """With a 查询码 of its own."""
        assert self.found.text is not None  # noqa: S101  (what is to be sent has a text)
        return self.found.text.text.replace(SAMPLE, self.code)

    @property
    def address(self) -> str:
        point = self.found.point
        assert point is not None  # noqa: S101
        return ContactPoint.address.field.open(point.address_enc, point.id)


_MESSAGES = """
INSERT INTO messaging_message (
    id, run_id, candidate_id, lender_id, customer_id, contact_point_id, channel, address_hash,
    content_class, template_version_id, language, state, reason, send_at_once, not_before,
    created_at, claimed_at, body_enc, text_salt, text_digest, segments, gateway_id, gateway_ref,
    permit_until, handed_over_at, tries, error_code, final_at)
SELECT v.id, c.run_id, c.id, r.lender_id, c.customer_id, c.contact_point_id, t.channel,
    c.address_hash, t.content_class, c.template_version_id, c.language, v.state, '', false,
    date_trunc('minute', v.at), r.released_at, v.at, v.body, v.salt, v.digest, c.segments,
    %(gateway)s, v.id::text, v.at + %(permit)s, v.at, 0, v.error, v.at + %(receipt)s
FROM unnest(%(ids)s::bigint[], %(candidates)s::bigint[], %(at)s::timestamptz[], %(states)s::text[],
            %(errors)s::text[], %(bodies)s::bytea[], %(salts)s::bytea[], %(digests)s::bytea[])
    AS v (id, candidate, at, state, error, body, salt, digest)
JOIN messaging_candidate c ON c.id = v.candidate
JOIN messaging_run r ON r.id = c.run_id
JOIN messaging_templateversion e ON e.id = c.template_version_id
JOIN messaging_template t ON t.id = e.template_id
ORDER BY v.id
"""
_ATTEMPTS = """
INSERT INTO messaging_attempt (
    message_id, gateway_id, begun_at, permit_until, result, error_code, gateway_ref, text_digest)
SELECT id, gateway_id, handed_over_at, permit_until, 'accepted', '', gateway_ref, text_digest
FROM messaging_message WHERE run_id = %(run)s ORDER BY id
"""
_RECEIPTS = """
INSERT INTO messaging_receipt (gateway_id, message_id, gateway_ref, result, error_code, at)
SELECT gateway_id, id, gateway_ref, state, error_code, final_at
FROM messaging_message WHERE run_id = %(run)s ORDER BY final_at, id
"""
_TRANCHES = """
INSERT INTO messaging_tranche (run_id, starts_at, room, laid, taken)
SELECT run_id, to_timestamp(floor(extract(epoch FROM handed_over_at) / %(quarter)s) * %(quarter)s),
    %(room)s, count(*), count(*)
FROM messaging_message WHERE run_id = %(run)s GROUP BY 1, 2
"""


def send(
    run: Run,
    leaving: Sequence[tuple[int, Gathered, datetime]],
    *,
    gateway: Gateway,
    room: int,
    today: datetime,
) -> list[Sent]:
    """Candidates with what was found of them and when their text left. `room`: the policy's
    texts in a quarter-hour; `today`: the sample's moment."""
    ids, codes = draw_ids(Message, len(leaving)), check_codes.draw(len(leaving))
    sent = [
        Sent(pk, candidate, found, at, code, _arrives(found, pk))
        for pk, code, (candidate, found, at) in zip(ids, codes, leaving, strict=True)
    ]
    if not sent:
        return []
    of_run = {"run": run.pk, "quarter": QUARTER_SECONDS, "room": room}
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, _columns(sent, gateway))
        for statement in (_ATTEMPTS, _RECEIPTS, _TRANCHES):
            cursor.execute(statement, of_run)
    coded = [each for each in sent if each.found.text and each.found.text.coded]
    check_codes.store([(e.message_id, e.code, e.address) for e in coded], sent[0].at)
    _lay_on_handsets([each for each in sent if each.arrived and each.at > today - ON_HANDSETS])
    return sent


def _columns(sent: Sequence[Sent], gateway: Gateway) -> dict[str, Any]:
    seal = Message.body.field.seal
    texts = [each.text for each in sent]
    bound = [text_digest.of(text) for text in texts]
    return {
        "gateway": gateway.pk,
        "permit": PERMIT,
        "receipt": RECEIPT_AFTER,
        "ids": [each.message_id for each in sent],
        "candidates": [each.candidate_id for each in sent],
        "at": [each.at for each in sent],
        "states": ["delivered" if each.arrived else "undelivered" for each in sent],
        "errors": ["" if each.arrived else _failure(each.message_id) for each in sent],
        "bodies": [seal(text, each.message_id) for text, each in zip(texts, sent, strict=True)],
        "salts": [salt for salt, _digest in bound],
        "digests": [digest for _salt, digest in bound],
    }


def _arrives(found: Gathered, message_id: int) -> bool:
    dead = Random(f"dead:{found.facts.contact_point and found.facts.contact_point.id}").random()
    return dead >= DEAD_NUMBERS and Random(f"lost:{message_id}").random() >= LOST


def _failure(message_id: int) -> str:
    return Random(f"why:{message_id}").choices(FAILURES, weights=(6, 3, 1))[0]


def _lay_on_handsets(sent: Sequence[Sent]) -> None:
    SandboxText.objects.bulk_create(
        SandboxText(
            message_id=each.message_id,
            direction=SandboxText.Direction.TO_HANDSET,
            address_hash=each.found.point.address_hash,
            text=each.text,
            at=each.at,
            receipt_sent=True,
        )
        for each in sent
        if each.found.point is not None
    )
