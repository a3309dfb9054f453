"""Walking: what is due by the sandbox's clock happens; a clock set forward gets there stop by stop.

One process at a time. The clock of everybody stands at each stop while what belongs to it happens,
so files, plans, releases, texts and answers bear the hours at which they would have come.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.audit.trail import acting
from config import clock, sandbox_clock
from config.models import SandboxClock
from config.world.past.ledger import ZONE
from config.world.today import answers, colleagues, core_system
from config.world.today.stops import Stop, What, next_stop
from feedback.complaints import opening
from feedback.effect import counting
from feedback.hardship import ending, replies as hardship_replies
from feedback.inbox import filing
from feedback.promises import proposals, thanks
from feedback.surveys import occasions
from feedback.texts import sums as text_sums
from messaging.dispatch.loop import dispatch
from messaging.gateways.permit import Clock
from messaging.inbound import sandbox_receipts
from messaging.models import Message
from messaging.models.message_states import MessageState
from messaging.planning.schedule import plan_due

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=4)
"""Longer than any one stop takes."""

MISSED = timedelta(hours=26)
"""Of a longer time in which nothing ran, only the end is lived through."""

WAITS, WAIT_SECONDS = 60, 0.5
"""For what other workers have in hand."""

CLOCK = Clock(now=clock.now, boot=clock.boot_seconds)


def live() -> int:
    """Everything that is due by now, or on the way to where the clock was set; how many stops."""
    if not _alone():
        return 0
    try:
        return _walk()
    finally:
        sandbox_clock.note(walker_until=None)


def _walk() -> int:
    stops = 0
    while (lived_until := _lived_until()) is not None:
        stop = next_stop(lived_until)
        _step_towards(stop)
        if stop.at > clock.now():
            _hear()
            return stops
        _happen(stop)
        sandbox_clock.note(lived_until=stop.at, walker_until=clock.machine() + LEASE)
        stops += 1
    return stops


def _lived_until() -> datetime | None:
    """None: nobody lives here."""
    world = SandboxClock.objects.first()
    if world is None or world.lived_until is None:
        return None
    if world.heading_for is None:
        return max(world.lived_until, clock.now() - MISSED)
    return world.lived_until


def _step_towards(stop: Stop) -> None:
    """Set the clock to the destination, but not past the stop."""
    to = SandboxClock.objects.get().heading_for
    if to is None:
        return
    reach = min(stop.at, to)
    if reach > clock.now():
        sandbox_clock.jump(to=reach)
    if clock.now() >= to:
        sandbox_clock.note(heading_for=None)


def _happen(stop: Stop) -> None:
    """A day in which something failed goes on all the same."""
    try:
        with acting(source="world"):
            _WHAT[stop.what](stop)
            _send()
    except Exception:
        log.exception("the sandbox's %s of %s failed", stop.what, stop.at)


def _files(stop: Stop) -> None:
    core_system.send_files(stop.at.astimezone(ZONE).date(), as_of=clock.now())


def _plan(_stop: Stop) -> None:
    plan_due(now=clock.now())


def _release(_stop: Stop) -> None:
    colleagues.release_runs(clock.now())


def _desks(_stop: Stop) -> None:
    now = clock.now()
    colleagues.work_desks(now)
    ending.end_due(now)
    occasions.ask_due(now)
    counting.count_all(now)
    text_sums.bring_up_to_date(now)


def _evening(_stop: Stop) -> None:
    """Texts leave, people read and write."""


_WHAT: Mapping[What, Callable[[Stop], None]] = {
    What.FILES: _files,
    What.PLAN: _plan,
    What.RELEASE: _release,
    What.DESKS: _desks,
    What.EVENING: _evening,
}


def _send() -> None:
    """What is due leaves before the clock moves on, and people answer what they got."""
    for _try in range(WAITS):
        dispatch(clock=CLOCK, seconds=None)
        if not _in_hand():
            break
        time.sleep(WAIT_SECONDS)
    sandbox_receipts.send_receipts(now=clock.now() + sandbox_receipts.RECEIPT_AFTER)
    _hear()
    thanks.say_due(clock.now())


def _in_hand() -> bool:
    """Whether another worker has texts that would miss their hour if the clock moved on now."""
    now = clock.now()
    taken = Q(state__in=[MessageState.CLAIMED, MessageState.HANDING_OVER], claimed_at__lte=now)
    due = Q(state=MessageState.QUEUED, not_before__lte=now)
    return Message.objects.filter(taken | due).exists()


def _hear() -> None:
    """What people wrote since somebody last listened."""
    now, since = clock.now(), SandboxClock.objects.get().heard_until
    if since is not None and answers.write(since=since, until=now):
        filing.file_missed(now)
        opening.open_missed(now)
        hardship_replies.open_missed(now)
        proposals.propose_missed(now)
    sandbox_clock.note(heard_until=now)


def _alone() -> bool:
    """Whether nobody else walks: a lease by real time, which a dead process lets run out."""
    now = clock.machine()
    free = Q(walker_until=None) | Q(walker_until__lt=now)
    return bool(SandboxClock.objects.filter(free).update(walker_until=now + LEASE))
