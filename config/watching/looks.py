"""What stands still at this moment: one small look each. None asks more than an index gives."""

from __future__ import annotations

import platform
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.database import clocks
from accounts.intake.jobs import locks
from accounts.models import EventDestination, ImportFile, Lender
from accounts.models.choices import Channel
from accounts.rotation import known_keys
from accounts.rules.lender_day import lender_day, lender_time
from config import clock
from config.models import Incident
from config.processes import tables
from config.watching import broker, failing, pulses
from messaging.gateways.options import BadSettings
from messaging.gateways.permit import Clock
from messaging.gateways.registry.drivers import driver_for
from messaging.models import Attempt, Gateway, GatewayState, Run, in_force
from messaging.models.approvable import ApprovalState
from messaging.models.message_states import MessageState
from messaging.planning.lock import is_being_planned

Kind = Incident.Kind

SILENT_SECONDS = 60.0
LATE = timedelta(minutes=3)
"""A planning or a file that nobody is at work on for so long; or a run that should have begun."""

FAILS_FOR = timedelta(minutes=15)
"""A lender's system that has taken nothing since."""

PAUSES = 2
"""A gateway that was tried once after its first pause, and failed again."""


LEAST_SHARE, LEAST_BYTES = 0.05, 2 * 10**9
"""Of a disk: below the lesser of both it is nearly full."""

ABOUT_LENGTH = 100

REPORTS_WITHIN = timedelta(hours=2)
"""By then a carrier has said of some texts what became of them, whatever phones are off."""
REPORTS_OF = (timedelta(hours=3), timedelta(hours=26))
SAMPLE = 1_000
SILENT_ABOUT = 20
"""So many texts, and not a word about any."""

OF_ONE_PROCESS = frozenset({Kind.KEYS, Kind.DISK, Kind.CLOCK, Kind.VERSION})
"""Seen by the process or host that has it, and not by the others that look beside it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """`about` tells several of one kind apart: a code, an id. `since` None: seen only now."""

    kind: str
    about: str = ""
    since: datetime | None = None


def troubles(now: datetime) -> list[Trouble]:
    """Everything. `now` is the product's time; pulses go by the database's. Without the broker
    nobody gives a sign of life: what to mend is the broker."""
    found = [trouble for look in LOOKS for trouble in look(now)]
    if any(trouble.kind == Kind.BROKER for trouble in found):
        found = [each for each in found if each.kind not in {Kind.BEAT, Kind.WORKER}]
    return found


def _broker(_now: datetime) -> Iterator[Trouble]:
    if why := broker.trouble():
        yield Trouble(Kind.BROKER, "" if why == broker.UNREACHABLE else why)


def _broker_keeps(_now: datetime) -> Iterator[Trouble]:
    if policy := broker.forgets():
        yield Trouble(Kind.FORGETS, policy)


def _processes(_now: datetime) -> Iterator[Trouble]:
    """Without beat's word no worker does anything, so that nothing is known of workers then."""
    found = pulses.read()
    beat, worker = found.get(pulses.BEAT), found.get(pulses.WORKER)
    if beat is None:
        return  # never started: a new installation
    if beat.age_seconds > SILENT_SECONDS:
        yield Trouble(Kind.BEAT, since=beat.at)
    elif worker is None or worker.age_seconds > SILENT_SECONDS:
        yield Trouble(Kind.WORKER, since=worker.at if worker else None)


def _tasks(_now: datetime) -> Iterator[Trouble]:
    for each in failing.often():
        yield Trouble(Kind.TASK, each[:ABOUT_LENGTH])


def _keys(_now: datetime) -> Iterator[Trouble]:
    for name in known_keys.missing():
        yield Trouble(Kind.KEYS, name)


def _clock(_now: datetime) -> Iterator[Trouble]:
    if abs(clocks.seconds_ahead(clock.machine)) > clocks.TOLERATED_SECONDS:
        yield Trouble(Kind.CLOCK, platform.node()[:ABOUT_LENGTH])


def _version(_now: datetime) -> Iterator[Trouble]:
    if tables.are_ahead():
        yield Trouble(Kind.VERSION, platform.node()[:ABOUT_LENGTH])


def _reports(now: datetime) -> Iterator[Trouble]:
    """Of gateways of texts: for mail and push no word is the rule."""
    silent: dict[int, bool] = {}
    for back in REPORTS_OF:  # the later hour says more
        for gateway_id, states in _some_taken(now - back, now - REPORTS_WITHIN).items():
            if len(states) >= SILENT_ABOUT:
                silent.setdefault(gateway_id, set(states) == {MessageState.ACCEPTED.value})
    found = Gateway.objects.filter(pk__in=[pk for pk, is_silent in silent.items() if is_silent])
    for gateway in found.filter(open=True, state=ApprovalState.APPROVED, channel=Channel.SMS):
        if _reports_at_all(gateway):
            yield Trouble(Kind.RECEIPTS, gateway.code)


def _some_taken(since: datetime, until: datetime) -> dict[int, list[str]]:
    """What became of some texts that were taken in that time, by gateway: as they lie, so that it
    costs the same however many there were."""
    taken = Attempt.objects.filter(
        result=Attempt.Result.ACCEPTED, begun_at__gt=since, begun_at__lte=until
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for gateway_id, state in taken.order_by().values_list("gateway", "message__state")[:SAMPLE]:
        found[gateway_id].append(state)
    return found


def _reports_at_all(gateway: Gateway) -> bool:
    try:
        driver = driver_for(gateway, Clock(now=clock.now, boot=clock.boot_seconds))
    except BadSettings:
        return False  # nothing leaves by it, and it says so
    return driver.capabilities.receipts


def _gateways(_now: datetime) -> Iterator[Trouble]:
    paused = GatewayState.objects.filter(
        mode=GatewayState.Mode.PAUSED,
        pauses__gte=PAUSES,
        gateway__open=True,
        gateway__state=ApprovalState.APPROVED,
    )
    for code in paused.values_list("gateway__code", flat=True):
        yield Trouble(Kind.GATEWAY, code)


def _planner(now: datetime) -> Iterator[Trouble]:
    for lender in Lender.objects.order_by("pk"):
        day = lender_day(lender, now)
        run = Run.objects.filter(lender=lender, day=day).first()
        if run is None:
            if _should_have_begun(lender, now):
                yield Trouble(Kind.PLANNER, lender.code)
        elif run.state == Run.State.FAILED or _is_left_alone(run, now):
            yield Trouble(Kind.PLANNER, lender.code)


def _should_have_begun(lender: Lender, now: datetime) -> bool:
    begun = lender_time(lender, now - LATE)
    if lender.plan_at is None or begun.time() < lender.plan_at:
        return False
    if begun.date() != lender_day(lender, now):
        return False
    try:
        in_force.policy(lender, now - LATE)
        in_force.strategy(lender, now - LATE)
    except in_force.NothingInForce:
        return False  # it is not ready, and its pages say so
    return True


def _is_left_alone(run: Run, now: datetime) -> bool:
    return (
        run.state == Run.State.PLANNING
        and run.planned_at is not None
        and run.planned_at <= now - LATE
        and not is_being_planned(run.pk)
    )


def _imports(now: datetime) -> Iterator[Trouble]:
    states = ImportFile.State
    at_work = ImportFile.objects.filter(
        state__in=[states.CHECKING, states.APPLYING], begun_at__lte=now - LATE
    )
    for pk in at_work.order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                locks.work_on(pk)
        except locks.AlreadyAtWork:
            continue
        yield Trouble(Kind.IMPORT, str(pk))


def _events(_now: datetime) -> Iterator[Trouble]:
    """By real time, as they are delivered. One that a person paused is no trouble."""
    failing = EventDestination.objects.filter(
        Q(failing_since__lte=clock.machine() - FAILS_FOR) | Q(paused_at__isnull=False),
        state=EventDestination.State.APPROVED,
        paused_by=None,
    )
    for pk, code, since in failing.values_list("pk", "lender__code", "failing_since"):
        yield Trouble(Kind.EVENTS, f"{code} #{pk}", since=since)


def _disks(_now: datetime) -> Iterator[Trouble]:
    """Of this host: what is uploaded, and the heads of the chain. The database's own disk is seen
    by whoever runs it."""
    for folder in sorted({str(settings.DATA_DIR), str(settings.HEADS_FOLDER)}):
        try:
            room = shutil.disk_usage(folder)
        except OSError:
            continue  # not made yet
        if room.free < min(room.total * LEAST_SHARE, LEAST_BYTES):
            yield Trouble(Kind.DISK, f"{platform.node()}: {folder}"[:ABOUT_LENGTH])


LOOKS: tuple[Callable[[datetime], Iterator[Trouble]], ...] = (
    _broker,
    _broker_keeps,
    _processes,
    _tasks,
    _keys,
    _clock,
    _version,
    _gateways,
    _reports,
    _planner,
    _imports,
    _events,
    _disks,
)
