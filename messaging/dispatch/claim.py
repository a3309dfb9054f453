"""Claim: take what is due, decide about it under lock, and mark it claimed or give it back."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from messaging.dispatch.deciding import Decided, decide_all
from messaging.dispatch.pick import due_messages, ours_to_decide
from messaging.dispatch.told import note_left_out
from messaging.dispatch.traces import store_new_verdicts
from messaging.models import Message, message_reasons
from messaging.models.message_states import MessageState
from messaging.outbox import failpoints, sql as bulk, text_digest
from messaging.policy.decide import HOLD
from messaging.policy.reasons import (
    EDUCATION_LATE,
    MISSING_VALUE,
    OK,
    STAGE_PASSED,
    TEXT_NOT_TRUE,
)
from messaging.transactional import check_codes

log = logging.getLogger(__name__)

CLAIM_AT_ONCE = 400
"""Whole waves of the usual sizes (100, 200, 400), and an eighth of a second of locks."""

_MARK_CLAIMED = """
UPDATE messaging_message m
SET state = 'claimed', reason = '', body_enc = v.body, text_salt = v.salt,
    text_digest = v.digest, segments = v.segments,
    gateway_id = v.gateway_id, claim_token = %(token)s, claimed_at = %(now)s, held_at = NULL,
    error_code = ''
FROM unnest(%(ids)s::bigint[], %(bodies)s::bytea[], %(salts)s::bytea[], %(digests)s::bytea[],
            %(segments)s::smallint[], %(gateways)s::bigint[])
    AS v (id, body, salt, digest, segments, gateway_id)
WHERE m.id = v.id
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message this worker may hand over, as long as it still carries `token`."""

    message_id: int
    run_id: int | None
    gateway_id: int
    token: uuid.UUID
    tries: int
    address: str = field(repr=False)
    text: str = field(repr=False)
    window_end: datetime
    content_class: str = ""
    content: Mapping[str, str] = field(default_factory=dict, repr=False)
    language: str = ""
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """`due`: how many were found; `decided`: how many got a verdict; `claimed`: those to send."""

    due: int
    decided: int
    claimed: tuple[Claimed, ...]


def claim(*, now: datetime, limit: int = CLAIM_AT_ONCE) -> Batch:
    """One transaction over up to `limit` due messages; it waits for nobody's locks."""
    with transaction.atomic(durable=True):
        due = due_messages(now=now, limit=limit)
        if not due:
            return Batch(0, 0, ())
        ours = ours_to_decide(due)
        failpoints.reach("claim.locked")
        codes = dict(zip([each.id for each in ours], check_codes.draw(len(ours)), strict=True))
        decided = decide_all(ours, codes=codes, now=now)
        sending = [each for each in decided if each.text is not None]
        _keep_codes(sending, codes, now=now)
        token = uuid.uuid4()
        _mark_claimed(sending, token=token, now=now)
        note_left_out(sending)
        kept = [each for each in decided if each.text is None]
        _requeue(kept, now=now)
        undecided = {each.id for each in ours} - {each.message.id for each in decided}
        _hold_without_policy(undecided, now)
        store_new_verdicts(decided, now=now)
        failpoints.reach("claim.before_commit")
    failpoints.reach("claim.committed")
    _raise_alarm(kept)
    return Batch(len(due), len(decided), tuple(_claimed(each, token) for each in sending))


def _raise_alarm(kept: Sequence[Decided]) -> None:
    """Of what is a fault of ours: nobody else can have made it so."""
    if untrue := [each.message.id for each in kept if each.verdict.reason == TEXT_NOT_TRUE]:
        log.error("%d texts contradict the ledger and were blocked: %s", len(untrue), untrue[:20])
    if waiting := [each.message.id for each in kept if each.unreadable]:
        log.error("%d names or addresses cannot be read: %s wait", len(waiting), waiting[:20])


def _keep_codes(sending: Sequence[Decided], codes: Mapping[int, str], *, now: datetime) -> None:
    """The 查询码 of every text that names one can be looked up from now on; the others are
    thrown away."""
    coded = [each for each in sending if each.text and each.text.coded]
    if coded:
        check_codes.store(
            [(each.message.id, codes[each.message.id], each.address) for each in coded], now
        )


def _mark_claimed(sending: Sequence[Decided], *, token: uuid.UUID, now: datetime) -> None:
    seal = Message.body.field.seal
    texts = [(each.text, each.message.id) for each in sending if each.text is not None]
    if not texts:
        return
    bound = [text_digest.of(text.text) for text, _pk in texts]
    with connection.cursor() as cursor:
        cursor.execute(
            _MARK_CLAIMED,
            {
                "ids": [each.message.id for each in sending],
                "bodies": [seal(text.text, pk) for text, pk in texts],
                "salts": [salt for salt, _digest in bound],
                "digests": [digest for _salt, digest in bound],
                "segments": [text.segments for text, _pk in texts],
                "gateways": [each.gateway_id for each in sending],
                "token": token,
                "now": now,
            },
        )


def _hold_without_policy(ids: set[int], now: datetime) -> None:
    """Nothing can be decided about them, so nothing is sent; the sweep has them tried again."""
    if ids:
        Message.objects.filter(pk__in=ids).update(
            reason=message_reasons.NO_POLICY, not_before=None, held_at=now
        )


def _requeue(others: Sequence[Decided], *, now: datetime) -> None:
    """Held: queued until then (or until something is settled). Blocked or expired: final."""
    bulk.run(
        """
        UPDATE messaging_message m
        SET state = v.state, reason = v.reason, not_before = v.not_before, held_at = v.held_at,
            final_at = v.final_at
        FROM (VALUES %s) AS v (id, state, reason, not_before, held_at, final_at)
        WHERE m.id = v.id
        """,
        [(each.message.id, *_outcome(each, now)) for each in others],
        template="(%s::bigint, %s::text, %s::text, %s::timestamptz, %s::timestamptz,"
        " %s::timestamptz)",
    )


def _outcome(
    each: Decided, now: datetime
) -> tuple[str, str, datetime | None, datetime | None, datetime | None]:
    verdict = each.verdict
    if each.unreadable:
        return MessageState.QUEUED, message_reasons.UNREADABLE, None, now, None
    if verdict.outcome == HOLD:
        return MessageState.QUEUED, verdict.reason, verdict.until, now, None
    if verdict.reason in (STAGE_PASSED, EDUCATION_LATE):
        return MessageState.EXPIRED, verdict.reason, None, None, now
    if verdict.reason == OK:  # nothing against it, and yet there is no text
        why = message_reasons.UNSAFE_VALUE if each.unsafe else MISSING_VALUE
        return MessageState.BLOCKED, why, None, None, now
    return MessageState.BLOCKED, verdict.reason, None, None, now


def _claimed(each: Decided, token: uuid.UUID) -> Claimed:
    # A text comes with its gateway and its window (deciding._decide): decide() blocks or holds
    # what has none.
    if each.text is None or each.gateway_id is None or each.window_end is None:
        raise ValueError(f"message {each.message.id} is not ready to be sent")
    return Claimed(
        message_id=each.message.id,
        run_id=each.message.run_id,
        gateway_id=each.gateway_id,
        token=token,
        tries=each.message.tries,
        address=each.address,
        text=each.text.text,
        window_end=each.window_end,
        content_class=each.message.content_class,
        content=each.text.content,
        language=each.message.language,
        version_id=each.message.template_version_id,
    )
