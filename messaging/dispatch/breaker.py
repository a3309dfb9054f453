"""The circuit breaker: a gateway that keeps failing is paused, tried, and used again.

A wave whose every call failed counts as a failure; one message the gateway took, or refused for
good, shows that it works. Pauses double while it stays down. What waits goes by other gateways.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from messaging.gateways.base import GATEWAY_FAILS, Driver, Outcome, Result
from messaging.models import Gateway, GatewayEvent, GatewayState, Message, Run, message_reasons
from messaging.models.message_states import MessageState
from messaging.outbox.sql import fetch
from messaging.policy.reasons import GATEWAY_CLOSED

FAILURES_TO_PAUSE = 3
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
NOTE_SUCCESS_EVERY = timedelta(seconds=10)
TRIED_WITH = 20

_IS_NEWS = """
SELECT 1 FROM messaging_gatewaystate WHERE gateway_id = %s AND mode <> 'paused'
  AND (mode <> 'working' OR failures > 0 OR last_accepted_at IS NULL OR last_accepted_at < %s)
"""
"""A look without a lock: most waves say what is known, and cost no commit."""

_SUCCESS = """
UPDATE messaging_gatewaystate SET mode = 'working', failures = 0, pauses = 0, paused_until = NULL,
    last_accepted_at = %(now)s
FROM (SELECT mode AS was FROM messaging_gatewaystate WHERE gateway_id = %(gateway)s FOR UPDATE) old
WHERE gateway_id = %(gateway)s AND mode <> 'paused'
  AND (mode <> 'working' OR failures > 0 OR last_accepted_at IS NULL
       OR last_accepted_at < %(stale)s)
RETURNING old.was
"""


def failed(outcomes: Sequence[Outcome]) -> str | None:
    """The error when the gateway took none of a wave it was called for; None when that is unclear;
    an empty string when it works."""
    called = [o for o in outcomes if o.result != Result.NOT_BEGUN or o.error_code == GATEWAY_FAILS]
    if any(o.result in (Result.ACCEPTED, Result.REFUSED) for o in called):
        return ""
    errors = [o.error_code for o in called if o.result != Result.NOT_BEGUN]
    return errors[0] or "failed" if errors else None


def pause_length(pauses: int) -> timedelta:
    """How long the next pause is, after so many in a row."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(pauses, 10)))


def note(gateway_id: int, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Take notice of a wave's outcomes."""
    error = failed(outcomes)
    if error is None:
        return
    if error == "":
        _note_success(gateway_id, now)
    else:
        _note_failure(gateway_id, error, now)


def probe(gateway_id: int, driver: Driver, *, now: datetime) -> bool:
    """Try a paused gateway whose pause is over; whether it may be given a message again."""
    up = driver.is_up()
    with transaction.atomic(durable=True):
        status = GatewayState.objects.select_for_update().get(pk=gateway_id)
        if status.mode != GatewayState.Mode.PAUSED or not _is_over(status, now):
            return False
        if up:
            status.mode, status.paused_until = GatewayState.Mode.PROBING, None
            status.save(update_fields=["mode", "paused_until"])
            _wake(status.gateway, now, most=1)
        else:
            _pause(status, GatewayEvent.Kind.PROBE_FAILED, now)
    return up


def try_with_more(gateway: Gateway, *, now: datetime) -> None:
    """Let some more of what waits come to a gateway that is being tried: the one message woken for
    it may have been held, or have gone by another."""
    with transaction.atomic(durable=True):
        _wake(gateway, now, most=TRIED_WITH)


def _note_success(gateway_id: int, now: datetime) -> None:
    stale = now - NOTE_SUCCESS_EVERY
    if not fetch(_IS_NEWS, gateway_id, stale):
        return
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_SUCCESS, {"gateway": gateway_id, "now": now, "stale": stale})
        row = cursor.fetchone()
        if row and row[0] == GatewayState.Mode.PROBING:
            GatewayEvent.objects.create(
                gateway_id=gateway_id, kind=GatewayEvent.Kind.RESUMED, at=now
            )
            _wake(Gateway.objects.get(pk=gateway_id), now)


def _note_failure(gateway_id: int, error: str, now: datetime) -> None:
    with transaction.atomic(durable=True):
        status = GatewayState.objects.select_for_update().filter(pk=gateway_id).first()
        if status is None or status.mode == GatewayState.Mode.PAUSED:
            return
        status.failures += 1
        status.last_error, status.last_failed_at = error[:40], now
        if status.mode == GatewayState.Mode.PROBING:
            _pause(status, GatewayEvent.Kind.PROBE_FAILED, now)
        elif status.failures >= FAILURES_TO_PAUSE:
            _pause(status, GatewayEvent.Kind.PAUSED, now)
        else:
            status.save()


def _pause(status: GatewayState, kind: GatewayEvent.Kind, now: datetime) -> None:
    status.mode = GatewayState.Mode.PAUSED
    status.paused_until = now + pause_length(status.pauses)
    status.pauses += 1
    status.save()
    GatewayEvent.objects.create(gateway_id=status.pk, kind=kind, at=now, detail=status.last_error)


def _is_over(status: GatewayState, now: datetime) -> bool:
    return status.paused_until is None or status.paused_until <= now


def _wake(gateway: Gateway, now: datetime, *, most: int | None = None) -> None:
    """What waits for a gateway and may go by this one is decided about anew."""
    waiting = Message.objects.filter(
        state=MessageState.QUEUED, not_before=None, reason=GATEWAY_CLOSED
    ) | Message.objects.filter(
        state=MessageState.QUEUED, reason=message_reasons.GATEWAY_PAUSED, not_before__gt=now
    )
    could_go = waiting.filter(
        Q(run=None) | Q(run__state=Run.State.RELEASED),
        channel=gateway.channel,
        content_class__in=gateway.content_classes,
    )
    picked = could_go.select_for_update(skip_locked=True, no_key=True, of=("self",))
    ids = list(picked.order_by("pk").values_list("pk", flat=True)[:most])
    Message.objects.filter(pk__in=ids).update(not_before=now)
