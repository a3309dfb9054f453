"""Unclear outcomes: asked about, waited for, at last closed; never settled by sending again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from messaging.dispatch import record
from messaging.gateways.base import Outcome, Result
from messaging.gateways.permit import LONGEST_CALL_SECONDS, LONGEST_SECONDS, Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.models import Attempt, Gateway, Message, in_force, message_reasons
from messaging.models.message_states import MessageState
from messaging.outbox.locks import lock_messages
from messaging.suppression import carrier_codes
from messaging.suppression.carrier_codes import Failure

AT_ONCE = 500
ASK_AFTER = timedelta(seconds=30)

SURE_AFTER_SECONDS = LONGEST_SECONDS + LONGEST_CALL_SECONDS + 10
"""A gateway that has not read a request yet says that it never saw the message: believed so long
after the outcome was noted, by the database's clock. A worker whose wave was taken for lost because
a clock was set ends its calls within this time; whatever it had not begun it does not begin."""

LONGEST_WAIT = timedelta(days=7)
"""When no policy says how long to wait for an outcome."""


def settle_unknowns(*, clock: Clock) -> int:
    """Ask the gateways that can be asked, then close what is too old. How many were settled."""
    waiting = _unknown().order_by("gateway").distinct("gateway").values_list("gateway", flat=True)
    asked = sum(_ask(gateway_id, clock) for gateway_id in list(waiting))
    return asked + close_unresolved(now=clock.now())


def close_unresolved(*, now: datetime) -> int:
    """Close what has been unknown for as long as its lender's policy waits."""
    closed = 0
    waiting = _unknown()
    lenders = {m.lender for m in waiting.select_related("lender").distinct("lender")}
    for lender in lenders:
        try:
            _version, policy = in_force.policy(lender, now)
            patience = timedelta(hours=policy.unresolved_after_hours)
        except in_force.NothingInForce:
            patience = LONGEST_WAIT
        closed += _close(waiting.filter(lender=lender, handed_over_at__lte=now - patience), now)
    return closed


def _close(messages: QuerySet[Message], now: datetime) -> int:
    with transaction.atomic(durable=True):
        ids = list(messages.values_list("pk", flat=True)[:AT_ONCE])
        lock_messages(ids)
        return messages.filter(pk__in=ids).update(
            state=MessageState.UNRESOLVED, reason=message_reasons.NO_OUTCOME, final_at=now
        )


def _ask(gateway_id: int, clock: Clock) -> int:
    """About some of them, another some each time: what a gateway cannot tell is in nobody's way."""
    try:
        driver = driver_for(Gateway.objects.get(pk=gateway_id), clock)
    except NoDriver:
        return 0
    if not driver.capabilities.query:
        return 0
    ripe = _unknown().filter(gateway=gateway_id, handed_over_at__lte=clock.now() - ASK_AFTER)
    ids = list(ripe.order_by("?").values_list("pk", flat=True)[:AT_ONCE])
    if not ids:
        return 0
    early = _just_noted(ids)
    outcomes = [
        outcome
        for outcome in driver.query(ids)
        if outcome.result == Result.ACCEPTED
        or (outcome.result == Result.REFUSED and outcome.message_id not in early)
    ]
    carrier_codes.heeding(outcomes, partial(_store, outcomes, now=clock.now()))
    return len(outcomes)


def _store(outcomes: Sequence[Outcome], told: Sequence[Failure], *, now: datetime) -> None:
    with transaction.atomic(durable=True):
        carrier_codes.lock_all_for(
            [failure.message_id for failure in told],
            messages=[outcome.message_id for outcome in outcomes],
        )
        record.settle(outcomes, now=now)
        carrier_codes.apply(told, now=now)


def _just_noted(ids: Sequence[int]) -> set[int]:
    """Those a gateway may still come to see."""
    since = Now() - timedelta(seconds=SURE_AFTER_SECONDS)
    noted = Attempt.objects.filter(message__in=ids, recorded_at__gt=since)
    return set(noted.values_list("message_id", flat=True))


def _unknown() -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.UNKNOWN)
