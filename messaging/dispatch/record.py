"""Record: what became of a wave, in bulk. A receipt that came earlier wins."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from messaging.dispatch.claim import Claimed
from messaging.gateways.base import GATEWAY_FAILS, Outcome, Result
from messaging.gateways.permit import Permit
from messaging.models import Gateway, message_reasons
from messaging.models.message_states import MessageState
from messaging.outbox import failpoints, sql as bulk
from messaging.suppression import carrier_codes
from messaging.suppression.carrier_codes import Failure

FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 3600
MOST_TRIES = 8
NOT_BEGUN_WAIT_SECONDS = 5

# `state` NULL: it goes back to the queue, by a statement of its own.
_SETTLE = """
WITH v AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(reasons)s::text[],
        %(errors)s::text[], %(refs)s::text[], %(finals)s::timestamptz[], %(results)s::text[])
    AS v (id, state, reason, error_code, gateway_ref, final_at, result)
),
moved AS (
    UPDATE messaging_message m
    SET state = v.state, reason = v.reason, error_code = v.error_code,
        gateway_ref = v.gateway_ref, final_at = v.final_at
    FROM v
    WHERE m.id = v.id AND m.state IN ('handing_over', 'unknown') AND m.state <> v.state
    RETURNING m.id, m.text_digest
)
"""
_SETTLE_ONLY = f"{_SETTLE} SELECT id FROM moved"  # noqa: S608
# A receipt that came first, or a sweep that gave this worker up, has noted the hand-over already;
# whoever did so had these messages locked, and they are ours before this statement begins.
_SETTLE_AND_NOTE = f"""{_SETTLE}, noted AS (
    INSERT INTO messaging_attempt (message_id, gateway_id, begun_at, permit_until, result,
        error_code, gateway_ref, text_digest)
    SELECT v.id, %(gateway)s, %(begun)s, %(until)s, v.result, v.error_code, v.gateway_ref,
        CASE WHEN moved.id IS NULL
            THEN (SELECT m.text_digest FROM messaging_message m WHERE m.id = v.id)
            ELSE moved.text_digest END
    FROM v LEFT JOIN moved ON moved.id = v.id
    WHERE NOT EXISTS (
        SELECT FROM messaging_attempt a WHERE a.message_id = v.id AND a.begun_at = %(begun)s)
)
SELECT id FROM moved
"""  # noqa: S608  (statements of ours)
# The receipt came first: only the gateway's id is still to be noted.
_NOTE_REF = """
UPDATE messaging_message m SET gateway_ref = v.gateway_ref
FROM (VALUES %s) AS v (id, gateway_ref)
WHERE m.id = v.id AND m.gateway_ref = '' AND m.state IN ('accepted', 'delivered', 'undelivered')
"""
# Locked in the order of their ids, as everybody does who cancels messages.
_REQUEUE = """
WITH v (id, token, reason, error_code, not_before, tries) AS (VALUES %s),
ours AS (
    SELECT m.id FROM messaging_message m JOIN v USING (id) ORDER BY m.id FOR NO KEY UPDATE OF m
)
UPDATE messaging_message m
SET state = 'queued', reason = v.reason, error_code = v.error_code, not_before = v.not_before,
    tries = v.tries, body_enc = NULL, segments = NULL, claim_token = NULL, claimed_at = NULL,
    permit_until = NULL, handed_over_at = NULL
FROM v JOIN ours USING (id)
WHERE m.id = v.id AND m.claim_token = v.token AND m.state IN ('claimed', 'handing_over')
"""
_REQUEUE_TYPES = "(%s::bigint, %s::uuid, %s::text, %s::text, %s::timestamptz, %s::smallint)"


def record(
    wave: Sequence[Claimed],
    outcomes: Sequence[Outcome],
    *,
    gateway: Gateway,
    permit: Permit,
    begun_at: datetime,
    now: datetime,
) -> None:
    """One transaction: states move forward, every hand-over leaves an attempt, a number the
    carrier has on its black list is stopped."""
    carrier_codes.heeding(
        outcomes,
        partial(
            _record, wave, outcomes, gateway=gateway, permit=permit, begun_at=begun_at, now=now
        ),
    )


def _record(
    wave: Sequence[Claimed],
    outcomes: Sequence[Outcome],
    told: Sequence[Failure],
    *,
    gateway: Gateway,
    permit: Permit,
    begun_at: datetime,
    now: datetime,
) -> None:
    by_id = {each.message_id: each for each in wave}
    waiting = [o for o in outcomes if _goes_back(o, by_id[o.message_id])]
    back = {outcome.message_id for outcome in waiting}
    with transaction.atomic(durable=True):
        carrier_codes.lock_all_for(
            [failure.message_id for failure in told], messages=[each.message_id for each in wave]
        )
        rows = [(o, _NOT_SETTLED if o.message_id in back else _settled(o, now)) for o in outcomes]
        noted = {"gateway": gateway.pk, "begun": begun_at, "until": permit.until}
        _settle(_SETTLE_AND_NOTE, rows, **noted)
        carrier_codes.apply(told, now=now)
        _requeue_rows([_again(outcome, by_id[outcome.message_id], now) for outcome in waiting])
        failpoints.reach("record.before_commit")
    failpoints.reach("record.stored")


def settle(outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Accepted, refused or unknown: for what is on the wire or was unknown until now."""
    _settle(_SETTLE_ONLY, [(outcome, _settled(outcome, now)) for outcome in outcomes])


def _settle(sql: str, rows: Sequence[tuple[Outcome, Settled]], **noted: Any) -> None:
    if not rows:
        return
    values = {
        "ids": [outcome.message_id for outcome, _end in rows],
        "states": [end.state for _outcome, end in rows],
        "reasons": [end.reason for _outcome, end in rows],
        "errors": [outcome.error_code[:40] for outcome, _end in rows],
        "refs": [outcome.gateway_ref[:80] for outcome, _end in rows],
        "finals": [end.final_at for _outcome, end in rows],
        "results": [str(outcome.result) for outcome, _end in rows],
    }
    moved = {pk for (pk,) in bulk.fetch(sql, **values, **noted)}
    came_first = [
        (outcome.message_id, outcome.gateway_ref[:80])
        for outcome, end in rows
        if end.state and outcome.gateway_ref and outcome.message_id not in moved
    ]
    bulk.run(_NOTE_REF, came_first, template="(%s::bigint, %s::text)")


def requeue(
    claimed: Sequence[Claimed], *, reason: str, now: datetime, wait_seconds: float = 0
) -> None:
    """Requeue what never began; the claim decides about it again."""
    at = now + timedelta(seconds=wait_seconds)
    _requeue_rows([(c.message_id, c.token.hex, reason, "", at, c.tries) for c in claimed])


def requeue_paced(
    claimed: Sequence[Claimed], *, reason: str, now: datetime, wait_seconds: float, per_second: int
) -> None:
    """Requeue what a gateway has no room for now, to come due at its pace."""
    _requeue_rows(
        [
            (
                c.message_id,
                c.token.hex,
                reason,
                "",
                _in(wait_seconds + n / per_second, now),
                c.tries,
            )
            for n, c in enumerate(claimed)
        ]
    )


def _in(seconds: float, now: datetime) -> datetime:
    return now + timedelta(seconds=seconds)


def wait_after(tries: int) -> timedelta:
    """Twice as long after every refusal, up to an hour, and never all at the same moment."""
    longest = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2**tries)
    return timedelta(seconds=random.uniform(longest / 2, longest))


def _goes_back(outcome: Outcome, message: Claimed) -> bool:
    if outcome.result == Result.RETRY:
        return message.tries + 1 < MOST_TRIES
    return outcome.result == Result.NOT_BEGUN


def _again(outcome: Outcome, message: Claimed, now: datetime) -> tuple[object, ...]:
    if outcome.result == Result.RETRY:
        reason, tries, wait = (
            message_reasons.REFUSED_FOR_NOW,
            message.tries + 1,
            wait_after(message.tries),
        )
    else:
        failing = outcome.error_code == GATEWAY_FAILS
        reason, tries = (
            message_reasons.GATEWAY_FAILS if failing else message_reasons.NOT_BEGUN,
            message.tries,
        )
        wait = timedelta(seconds=NOT_BEGUN_WAIT_SECONDS)
    token = message.token.hex
    return message.message_id, token, reason, outcome.error_code[:40], now + wait, tries


def _requeue_rows(rows: Sequence[tuple[object, ...]]) -> None:
    bulk.run(_REQUEUE, rows, template=_REQUEUE_TYPES)


class Settled(NamedTuple):
    """How a hand-over ended; without a state it has not."""

    state: str | None
    reason: str
    final_at: datetime | None


_NOT_SETTLED = Settled(None, "", None)


def _settled(outcome: Outcome, now: datetime) -> Settled:
    if outcome.result == Result.ACCEPTED:
        return Settled(MessageState.ACCEPTED, "", None)
    if outcome.result == Result.REFUSED:
        return Settled(MessageState.REFUSED, message_reasons.GATEWAY_REFUSED, now)
    if outcome.result == Result.RETRY:
        return Settled(MessageState.REFUSED, message_reasons.GAVE_UP, now)
    return Settled(MessageState.UNKNOWN, "", None)
