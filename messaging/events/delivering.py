"""What waits is delivered: a few destinations at a time, each over a connection of its own.

One worker at most is at it, whatever the other sides do, so that a receiver that hangs keeps none
from sending texts. A turn lends the destinations to that worker until `LEASE` is over; what it sent
and had not noted when it died is sent again by the next, with the same id. All times are real.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import EventDelivery, EventDestination
from accounts.models.sealed import Unreadable
from messaging.events import calling
from messaging.events.calling import GONE, Told, ToTell

log = logging.getLogger(__name__)

State = EventDestination.State
TURN_SECONDS = 5.0
LEASE = timedelta(seconds=30)
"""Longer than a turn and one call's time-out together."""

MOST_DESTINATIONS = 16
WAVE = 20
"""Events of one destination between two notes in the database."""

BACKOFF = (10, 30, 60, 120, 300, 600, 1200, 1800, 3600)
"""Seconds until the next try after so many failures in a row; the last for all further ones."""

MOST_TRIES = 12
"""An event that is answered as wrong in itself is given up after so many."""

PAUSED_AFTER = (10, timedelta(hours=1))
"""A destination that failed so often in a row, over so long, is paused until a person looks."""

_LOCK = 0x65_76_6E_74
_TURN = "SELECT pg_try_advisory_xact_lock(%s)"


def deliver(*, machine: Callable[[], datetime], seconds: float = TURN_SECONDS) -> int:
    """One turn; how many were taken. 0 while another worker is at it."""
    lent = _take_turn(machine())
    if not lent:
        return 0
    until, taken = time.monotonic() + seconds, 0
    running: dict[Future[list[Told]], EventDestination] = {}
    with ThreadPoolExecutor(len(lent)) as calls:
        for destination in lent:
            _begin(calls, running, destination, machine, until)
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                destination = running.pop(future)
                told = future.result()
                taken += note(destination, told, real=machine())
                if all(each.taken for each in told) and time.monotonic() < until:
                    _begin(calls, running, destination, machine, until)
    _give_back(lent)
    return taken


def _give_back(lent: Sequence[EventDestination]) -> None:
    """Unless our time was over and another has them now."""
    ours = EventDestination.objects.filter(pk__in=[each.pk for each in lent])
    ours.filter(busy_until=lent[0].busy_until).update(busy_until=None)


def _take_turn(real: datetime) -> list[EventDestination]:
    """Those with something to deliver now, lent to us; none while others are lent."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TURN, [_LOCK])
        if not cursor.fetchone()[0]:
            return []
        if EventDestination.objects.filter(busy_until__gt=real).exists():
            return []
        lent = list(due(real).order_by(F("delivered_at").asc(nulls_first=True), "pk"))
        lent = lent[:MOST_DESTINATIONS]
        for each in lent:
            each.busy_until = real + LEASE
        EventDestination.objects.bulk_update(lent, ["busy_until"])
    return lent


def due(real: datetime) -> QuerySet[EventDestination]:
    waiting = EventDelivery.objects.filter(
        destination=OuterRef("pk"), state=EventDelivery.State.WAITING, next_at__lte=real
    )
    return EventDestination.objects.filter(
        Exists(waiting),
        Q(not_before=None) | Q(not_before__lte=real),
        state=State.APPROVED,
        paused_at=None,
    )


def _begin(
    calls: ThreadPoolExecutor,
    running: dict[Future[list[Told]], EventDestination],
    destination: EventDestination,
    machine: Callable[[], datetime],
    until: float,
) -> None:
    events = _wave(destination, machine())
    if not events:
        return
    try:
        signed_with = secrets_of(destination, machine())
    except Unreadable:  # a fault of ours: it waits
        return
    future = calls.submit(
        calling.tell,
        destination.url,
        events,
        signed_with=signed_with,
        machine=machine,
        until=until,
    )
    running[future] = destination


def _wave(destination: EventDestination, real: datetime) -> list[ToTell]:
    """Oldest first."""
    rows = EventDelivery.objects.filter(
        destination=destination, state=EventDelivery.State.WAITING, next_at__lte=real
    )
    return [
        ToTell(each.pk, each.event.number, each.event.kind, each.event.at, each.event.data)
        for each in rows.select_related("event").order_by("pk")[:WAVE]
    ]


def secrets_of(destination: EventDestination, real: datetime) -> list[str]:
    """The one in force, and the one before while it is good."""
    found = [destination.secret or ""]
    until = destination.secret_before_until
    if destination.secret_before and until is not None and real < until:
        found.append(destination.secret_before)
    return found


def note(destination: EventDestination, told: Sequence[Told], *, real: datetime) -> int:
    """What came of a wave; how many were taken."""
    taken = [each.delivery_id for each in told if each.taken]
    with transaction.atomic():
        _note_taken(destination, taken, real)
        for each in told:
            if not each.taken:
                _note_failed(destination, each, real)
    return len(taken)


def _waiting(ids: Collection[int]) -> QuerySet[EventDelivery]:
    return EventDelivery.objects.filter(pk__in=ids, state=EventDelivery.State.WAITING)


def _note_taken(destination: EventDestination, ids: Collection[int], real: datetime) -> None:
    if not ids:
        return
    _waiting(ids).update(
        state=EventDelivery.State.DELIVERED, tries=F("tries") + 1, tried_at=real, error=""
    )
    EventDestination.objects.filter(pk=destination.pk).update(
        failures=0, failing_since=None, not_before=None, delivered_at=real, error=""
    )


def _note_failed(destination: EventDestination, told: Told, real: datetime) -> None:
    delivery = EventDelivery.objects.select_for_update(no_key=True).get(pk=told.delivery_id)
    said = told.error or f"HTTP {told.status}"
    if delivery.state == EventDelivery.State.WAITING:
        delivery.tries += 1
        delivery.tried_at, delivery.status, delivery.error = real, told.status, said
        if not told.says_nothing_is_taken and delivery.tries >= MOST_TRIES:
            delivery.state = EventDelivery.State.FAILED
        delivery.next_at = real + _backoff(delivery.tries)
        delivery.save(update_fields=["tries", "tried_at", "status", "error", "state", "next_at"])
    if told.says_nothing_is_taken:
        _note_failing(destination, told, said, real)


def _note_failing(destination: EventDestination, told: Told, said: str, real: datetime) -> None:
    """It takes nothing now: tried less and less often, and in the end not without a person."""
    fresh = EventDestination.objects.select_for_update(no_key=True).get(pk=destination.pk)
    fresh.failures, fresh.error = fresh.failures + 1, said
    fresh.failing_since = fresh.failing_since or real
    fresh.not_before = real + _backoff(fresh.failures)
    most, over = PAUSED_AFTER
    if told.status == GONE or (fresh.failures >= most and real - fresh.failing_since >= over):
        fresh.paused_at = fresh.paused_at or real
        log.error("destination %s of events is paused: %s", fresh.pk, said)
    fresh.save(update_fields=["failures", "failing_since", "not_before", "error", "paused_at"])


def _backoff(failures: int) -> timedelta:
    return timedelta(seconds=BACKOFF[min(failures, len(BACKOFF)) - 1])
