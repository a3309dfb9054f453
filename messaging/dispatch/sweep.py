"""Sweep: finds what a crash left, closes what nobody answered, wakes what waits for nothing more.

Each step is small, bounded and safe to run beside the workers: a live worker whose claim or wave is
taken away by it finds that out by its token or by the state, and begins nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Hold
from messaging.dispatch import breaker, next_channel, session
from messaging.dispatch.unknowns import settle_unknowns
from messaging.gateways.permit import LONGEST_CALL_SECONDS, LONGEST_SECONDS, Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.inbound import early_receipts, sandbox_receipts
from messaging.models import GatewayState, Message
from messaging.models.message_states import MessageState
from messaging.outbox import failpoints
from messaging.policy.reasons import HOLD_REASONS
from messaging.runs import control
from messaging.stops import service as stops

log = logging.getLogger(__name__)

CLAIM_LEASE = timedelta(seconds=120)
"""A claim is handed over within seconds; older ones have lost their worker."""

HAND_OVER_LEASE = timedelta(seconds=LONGEST_SECONDS + LONGEST_CALL_SECONDS + 10)
"""Longer than any permit and any gateway call that begins within it."""

LOOK_AGAIN = timedelta(hours=1)
"""What is held until something is settled is decided about at least this often."""

AT_ONCE = 2000

# Their attempt is written here, as the worker that would have written it is gone.
_LOST = """
WITH lost AS (
    SELECT id FROM messaging_message
    WHERE state = 'handing_over' AND handed_over_at < %(before)s
    ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED
), marked AS (
    UPDATE messaging_message m SET state = 'unknown', error_code = 'lost_worker'
    FROM lost WHERE m.id = lost.id
    RETURNING m.id, m.gateway_id, m.handed_over_at, m.permit_until, m.text_digest
)
INSERT INTO messaging_attempt
    (message_id, gateway_id, begun_at, permit_until, result, error_code, gateway_ref, text_digest)
SELECT id, gateway_id, handed_over_at, permit_until, 'unknown', 'lost_worker', '', text_digest
FROM marked
"""


@session.guarded()
def sweep(*, clock: Clock) -> dict[str, int]:
    """All steps once; how many messages each touched."""
    now = clock.now()
    done = {
        "lost_claims": return_lost_claims(now=now),
        "lost_waves": mark_lost_waves_unknown(now=now),
        "ended_holds": wake_after_holds(now=now),
        "lifted_stops": stops.wake_after_lifting(now=now),
        "looked_at_again": look_again(now=now),
        "gateways_tried": try_paused_gateways(clock=clock),
        "tried_with_more": try_with_more(now=now),
        "early_receipts": early_receipts.take_up(now=now),
        "settled": settle_unknowns(clock=clock),
        "next_channels": next_channel.follow(now=now),
        "receipts": sandbox_receipts.send_receipts(now=now) if settings.SANDBOX else 0,
        "finished_runs": control.finish_done(now=now),
    }
    failpoints.reach("sweep.step")
    touched = {step: count for step, count in done.items() if count}
    if touched:
        log.info("sweep: %s", touched)
    return done


def return_lost_claims(*, now: datetime) -> int:
    """Claimed long ago and never begun: back to the queue, to be decided about anew."""
    lost = Message.objects.filter(state=MessageState.CLAIMED, claimed_at__lt=now - CLAIM_LEASE)
    return _update(
        lost,
        state=MessageState.QUEUED,
        not_before=now,
        body=None,
        segments=None,
        claim_token=None,
        claimed_at=None,
    )


def mark_lost_waves_unknown(*, now: datetime) -> int:
    """Put on the wire long ago and never recorded: nobody knows; never sent again."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_LOST, {"before": now - HAND_OVER_LEASE, "most": AT_ONCE})
        return int(cursor.rowcount)


def try_paused_gateways(*, clock: Clock) -> int:
    """Try the gateways whose pause is over; how many answer."""
    over = GatewayState.objects.filter(mode=GatewayState.Mode.PAUSED, paused_until__lte=clock.now())
    tried = 0
    for status in over.select_related("gateway"):
        try:
            driver = driver_for(status.gateway, clock)
        except NoDriver:
            continue
        tried += breaker.probe(status.pk, driver, now=clock.now())
    return tried


def try_with_more(*, now: datetime) -> int:
    """Gateways being tried to which the one message woken for them did not come; how many."""
    tried = GatewayState.objects.filter(
        Q(paused_until=None) | Q(paused_until__lte=now), mode=GatewayState.Mode.PROBING
    )
    for status in tried.select_related("gateway"):
        breaker.try_with_more(status.gateway, now=now)
    return len(tried)


def wake_after_holds(*, now: datetime) -> int:
    """Held back by holds of which none is in force any more: let the claim decide."""
    in_force = Hold.objects.filter(
        Q(until=None) | Q(until__gt=now),
        customer=OuterRef("customer"),
        released_at=None,
        starts_at__lte=now,
    )
    waiting = _waiting().filter(~Exists(in_force), reason__in=HOLD_REASONS)
    return _update(waiting, not_before=now)


def look_again(*, now: datetime) -> int:
    """Held until something is settled: the stop may be lifted, the data fresh, the stage passed."""
    waiting = _waiting().filter(Q(held_at=None) | Q(held_at__lte=now - LOOK_AGAIN))
    return _update(waiting.order_by("held_at"), not_before=now)


def _waiting() -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.QUEUED, not_before=None)


def _update(messages: QuerySet[Message], **columns: Any) -> int:
    """Change at most AT_ONCE of them, passing over those somebody is working on."""
    with transaction.atomic(durable=True):
        picked = messages.select_for_update(skip_locked=True, no_key=True, of=("self",))
        ids = list(picked.values_list("pk", flat=True)[:AT_ONCE])
        return Message.objects.filter(pk__in=ids).update(**columns)
