"""Hand over: wave by wave, one short committed update, then the driver, outside any transaction."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from messaging.dispatch import permit as permits
from messaging.dispatch import reasons, record
from messaging.dispatch.claim import Claimed
from messaging.dispatch.permit import Clock, Permit
from messaging.gateways.base import Driver, Outcome, Outgoing
from messaging.gateways.registry import NoDriver, driver_for
from messaging.models import Gateway

log = logging.getLogger(__name__)

# What was cancelled, stopped or paused since the claim is left out. The rows are locked in order
# of their ids, as everybody does who cancels messages.
_BEGIN = """
WITH ours AS (
    SELECT m.id FROM messaging_message m
    LEFT JOIN messaging_templateversion t ON t.id = m.template_version_id
    WHERE m.id = ANY (%(ids)s) AND m.state = 'claimed' AND m.claim_token = %(token)s
      AND (m.run_id IS NULL OR m.run_id = ANY (%(runs)s))
      AND NOT EXISTS (
        SELECT 1 FROM messaging_stop s WHERE s.lifted_at IS NULL AND (
            s.scope = 'all'
            OR s.scope = 'lender' AND s.object_id = m.lender_id
            OR s.scope = 'run' AND s.object_id = m.run_id
            OR s.scope = 'template' AND s.object_id = t.template_id
            OR s.scope = 'gateway' AND s.object_id = m.gateway_id))
    ORDER BY m.id
    FOR UPDATE OF m
)
UPDATE messaging_message m
SET state = 'handing_over', permit_until = %(until)s, handed_over_at = %(now)s
FROM ours WHERE m.id = ours.id
RETURNING m.id
"""


def hand_over(claimed: Sequence[Claimed], *, clock: Clock) -> dict[str, int]:
    """Send what was claimed; how many ended with which result."""
    tally: dict[str, int] = defaultdict(int)
    gateways = Gateway.objects.in_bulk({each.gateway_id for each in claimed})
    for gateway_id, gateway in gateways.items():
        mine = [each for each in claimed if each.gateway_id == gateway_id]
        try:
            driver = driver_for(gateway, clock)
        except NoDriver as error:
            log.error("%s; %d messages wait", error, len(mine))
            record.put_back(mine, reason=reasons.NO_DRIVER, now=clock.now(), wait_seconds=60)
            continue
        for wave in waves(mine, size=driver.capabilities.wave_size):
            for outcome in send_wave(wave, gateway=gateway, driver=driver, clock=clock):
                tally[outcome.result] += 1
    return dict(tally)


def waves(claimed: Sequence[Claimed], *, size: int) -> Iterator[list[Claimed]]:
    """Cut into waves of at most `size`; those whose windows end together go together."""
    ordered = sorted(claimed, key=lambda each: (each.window_end, each.message_id))
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def send_wave(
    wave: Sequence[Claimed], *, gateway: Gateway, driver: Driver, clock: Clock
) -> list[Outcome]:
    """Put one wave on the wire, call the driver, record what came of it."""
    permit = permits.issue(
        window_end=min(each.window_end for each in wave),
        timeout_seconds=gateway.timeout_seconds,
        clock=clock,
    )
    if permit.refusal(clock):
        wait = record.NOT_BEGUN_WAIT_SECONDS
        record.put_back(wave, reason=reasons.PERMIT_ENDED, now=clock.now(), wait_seconds=wait)
        return []
    begun_at = clock.now()
    begun = begin(wave, permit=permit, now=begun_at)
    if not begun:
        return []
    outcomes = driver.send([_outgoing(each) for each in begun], permit)
    record.record(
        begun, outcomes, gateway=gateway, permit=permit, begun_at=begun_at, now=clock.now()
    )
    return outcomes


def begin(wave: Sequence[Claimed], *, permit: Permit, now: datetime) -> list[Claimed]:
    """Move the wave to `handing_over`. This commit is "on the wire"; what it left out never is."""
    with transaction.atomic(durable=True):
        runs = _sending_runs(wave)
        with connection.cursor() as cursor:
            cursor.execute(
                _BEGIN,
                {
                    "ids": [each.message_id for each in wave],
                    "token": wave[0].token,
                    "runs": runs,
                    "until": permit.until,
                    "now": now,
                },
            )
            begun = {row[0] for row in cursor.fetchall()}
        left_out = [each for each in wave if each.message_id not in begun]
        if left_out:
            record.put_back(left_out, reason="", now=now)
    return [each for each in wave if each.message_id in begun]


def _sending_runs(wave: Sequence[Claimed]) -> list[int]:
    """Runs still released; locked, so that a pause waits for this commit or this sees the pause."""
    run_ids = list({each.run_id for each in wave if each.run_id})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM messaging_run WHERE id = ANY (%s) AND state = 'released'"
            " ORDER BY id FOR SHARE",
            [run_ids],
        )
        return [row[0] for row in cursor.fetchall()]


def _outgoing(each: Claimed) -> Outgoing:
    return Outgoing(
        message_id=each.message_id,
        address=each.address,
        text=each.text,
        not_after=each.window_end,
    )
