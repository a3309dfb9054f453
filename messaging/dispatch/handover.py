"""Hand over: wave by wave, one short committed update, then the driver, outside any transaction."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from messaging.dispatch import breaker, pace, record, tranches
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import Claimed
from messaging.gateways import permit as permits
from messaging.gateways.base import Driver, Outcome, Outgoing
from messaging.gateways.permit import Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.models import Gateway, message_reasons
from messaging.outbox import failpoints

log = logging.getLogger(__name__)

Meanwhile = Callable[[], None]
"""What a worker does while the last wave of a batch is on the wire: claim the next batch."""


def _nothing() -> None:
    pass


def hand_over(
    claimed: Sequence[Claimed], *, clock: Clock, meanwhile: Meanwhile = _nothing
) -> dict[str, int]:
    """Send what was claimed; how many ended with which result."""
    tally: dict[str, int] = defaultdict(int)
    gateways = Gateway.objects.in_bulk({each.gateway_id for each in claimed})
    for gateway_id, gateway in gateways.items():
        mine = [each for each in claimed if each.gateway_id == gateway_id]
        try:
            driver = driver_for(gateway, clock)
        except NoDriver as error:
            log.error("%s; %d messages wait", error, len(mine))
            record.requeue(mine, reason=message_reasons.NO_DRIVER, now=clock.now(), wait_seconds=60)
            continue
        for outcome in _send_all(mine, gateway, driver, clock, meanwhile):
            tally[outcome.result] += 1
    return dict(tally)


def _send_all(
    mine: Sequence[Claimed], gateway: Gateway, driver: Driver, clock: Clock, meanwhile: Meanwhile
) -> Iterator[Outcome]:
    tranche = tranches.take(in_order(mine), now=clock.now())
    left = tranche.admitted
    while left:
        if tranche.is_over(clock.now()):
            tranche = tranches.take(left, now=clock.now())
            left = tranche.admitted
            continue
        size = driver.wave_size
        wave, left = left[:size], left[size:]
        room = pace.reserve(
            gateway.pk, len(wave), rate_per_second=gateway.rate_per_second, now=clock.now()
        )
        if not room.count:
            tranche.release_unused([*wave, *left])
            record.requeue_paced(
                [*wave, *left],
                reason=room.reason,
                now=clock.now(),
                wait_seconds=room.wait_seconds,
                per_second=gateway.rate_per_second,
            )
            return
        wave, left = wave[: room.count], [*wave[room.count :], *left]
        time.sleep(room.wait_seconds)
        failpoints.reach("handover.reserved")
        outcomes = send_wave(
            wave,
            gateway=gateway,
            driver=driver,
            clock=clock,
            tranche=tranche,
            meanwhile=_nothing if left else meanwhile,
        )
        tranche.release_requeued(wave, outcomes)
        yield from outcomes


def in_order(claimed: Sequence[Claimed]) -> list[Claimed]:
    """Those whose windows end together go together."""
    return sorted(claimed, key=lambda each: (each.window_end, each.message_id))


def send_wave(
    wave: Sequence[Claimed],
    *,
    gateway: Gateway,
    driver: Driver,
    clock: Clock,
    tranche: tranches.Room | None = None,
    meanwhile: Meanwhile = _nothing,
) -> list[Outcome]:
    """Put one wave on the wire, call the driver, record what came of it. Nothing begins
    outside the quarter-hour in whose tranche it was counted."""
    permit = permits.issue(
        window_end=min(each.window_end for each in wave),
        timeout_seconds=gateway.timeout_seconds,
        clock=clock,
    )
    if permit.refusal(clock):
        wait = record.NOT_BEGUN_WAIT_SECONDS
        record.requeue(
            wave, reason=message_reasons.PERMIT_ENDED, now=clock.now(), wait_seconds=wait
        )
        return []
    begun_at = clock.now()
    if tranche is not None and tranche.is_over(begun_at):
        record.requeue(wave, reason=message_reasons.TRANCHE_FULL, now=begun_at)
        return []
    begun = begin(wave, permit=permit, now=begun_at)
    if not begun:
        return []
    failpoints.reach("handover.begun")
    pending = driver.start([_outgoing(each) for each in begun], permit)
    try:
        meanwhile()
    finally:  # whatever came of the next claim, this wave's outcomes are recorded
        outcomes = pending.outcomes()
        now: datetime = clock.now()
        record.record(begun, outcomes, gateway=gateway, permit=permit, begun_at=begun_at, now=now)
        breaker.note(gateway.pk, outcomes, now=now)
    return outcomes


def _outgoing(each: Claimed) -> Outgoing:
    return Outgoing(
        message_id=each.message_id,
        address=each.address,
        text=each.text,
        not_after=each.window_end,
        content_class=each.content_class,
        content=each.content,
        language=each.language,
        version_id=each.version_id,
    )
