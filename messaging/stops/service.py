"""The emergency stop: placing one, lifting one. While it stands nothing it covers begins to leave.

A stop waits for waves being put on the wire at this moment, and they for it; once it has
committed, none it covers begins. Placing it twice is one stop. One person asks that it be lifted,
another lifts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access import lenders
from accounts.audit.trail import because
from accounts.database.patience import as_long_as_it_takes
from accounts.database.refusals import guarded
from accounts.errors import Refused
from accounts.input.reasons import LONGEST_REASON, given, within
from accounts.models import User
from messaging.models import Message, Run, Stop
from messaging.models.message_reasons import DATABASE_RESTORED, STOP_CANCELLED
from messaging.models.message_states import OPEN, MessageState
from messaging.outbox.locks import STOPS
from messaging.policy.reasons import EMERGENCY_STOP
from messaging.stops import coverage

MAY_STOP = "messaging.stop_run"
LIFTED_LATELY = timedelta(minutes=5)
LONGEST_CLAIM = timedelta(seconds=30)
"""A claim that read a stop just before it was lifted has written its verdict by then."""
_SENTENCES = {
    "a_fresh_eye_lets_a_text_go_on": gettext_lazy(
        "You wrote or approved this text: somebody else decides whether it goes on."
    ),
}

_WAKE = """
WITH held AS (
    SELECT id FROM messaging_message
    WHERE state = 'queued' AND not_before IS NULL AND reason = %(reason)s
      AND (%(before)s::timestamptz IS NULL OR held_at < %(before)s)
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE messaging_message m SET not_before = %(now)s FROM held WHERE m.id = held.id
"""
_CANCEL = """
WITH unsent AS (
    SELECT id FROM messaging_message
    WHERE state IN ('queued', 'claimed') AND created_at <= %(stopped)s
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE messaging_message m
SET state = 'cancelled', reason = %(reason)s, final_at = %(now)s, body_enc = NULL,
    segments = NULL, claim_token = NULL, claimed_at = COALESCE(claimed_at, %(stopped)s)
FROM unsent WHERE m.id = unsent.id
"""


@dataclass(frozen=True, slots=True)
class Lifted:
    """How many messages come due again, how many were cancelled instead."""

    woken: int
    cancelled: int


@transaction.atomic
def place(
    *, scope: str, object_id: int | None, reason: str, by: User | None, now: datetime
) -> Stop:
    """Stop a scope; the stop that stands already, if one does. `by` None: the software itself,
    which always says why; a person may do so afterwards (`explain`).

    Raises PermissionDenied, or Refused without an object.
    """
    as_long_as_it_takes()
    if by is not None and not by.has_perm(MAY_STOP):
        raise PermissionDenied
    # A stop that the software places stands, however long its reason is.
    reason = (
        given(reason[:LONGEST_REASON]) if by is None else within(reason.strip(), LONGEST_REASON)
    )
    if scope not in Stop.Scope.values or (object_id is None) is not (scope == Stop.Scope.ALL):
        raise Refused(_("Say what is to be stopped."))
    if by is not None and reason:
        because(reason)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STOPS])
    standing, _made = Stop.objects.get_or_create(
        scope=scope,
        object_id=object_id,
        lifted_at=None,
        defaults={"reason": reason, "at": now, "by": by},
    )
    return standing


@transaction.atomic
def explain(stop_id: int, *, by: User, reason: str) -> None:
    """Say why it was placed, where that was left for later. Raises PermissionDenied, or Refused
    without a reason and where one is given already."""
    reason = given(reason)
    because(reason)
    stop = _standing(stop_id, by)
    if stop is None or stop.reason:
        raise Refused(_("The reason is given already."))
    stop.reason = reason
    stop.save(update_fields=["reason"])


@transaction.atomic
def ask_to_lift(stop_id: int, *, by: User, reason: str, now: datetime) -> bool:
    """Ask another person to let it go on. False: somebody had lifted it already. Who asks after
    somebody else takes their place. Raises PermissionDenied, or Refused without a reason."""
    reason = given(reason)
    because(reason)
    stop = _standing(stop_id, by)
    if stop is None:
        return False
    if not stop.reason:
        raise Refused(_("Say first why it was stopped."))
    stop.lift_asked_by, stop.lift_asked_at, stop.lift_reason = by, now, reason
    stop.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_reason"])
    return True


@transaction.atomic
def refuse_to_lift(stop_id: int, *, by: User, reason: str) -> bool:
    """It stays: the second person does not agree, and says why to whoever asked. False: it was
    lifted already. Raises PermissionDenied, or Refused without a reason and where nobody else asks.
    """
    said = given(f"{by}: {given(reason)}")
    because(said)
    stop = _standing(stop_id, by)
    if stop is None:
        return False
    if stop.lift_asked_by_id in (None, by.pk):
        raise Refused(_("Nobody else asks that this stop be lifted."))
    stop.lift_asked_by, stop.lift_asked_at, stop.lift_reason = None, None, said
    stop.save(update_fields=["lift_asked_by", "lift_asked_at", "lift_reason"])
    return True


@transaction.atomic
def lift(stop_id: int, *, by: User, now: datetime, cancel_queued: bool = False) -> Lifted | None:
    """Let go on, as somebody else asks; every message is decided about anew. None: it was lifted
    already.

    `cancel_queued`: reminders that wait under it are cancelled instead. Over a database that was
    put back, what was queued before the stop may have been sent since: all of it is cancelled then,
    and runs planned before have to be planned again. Raises PermissionDenied, or Refused where
    nobody else asks.
    """
    as_long_as_it_takes()
    stop = _standing(stop_id, by)
    if stop is None:
        return None
    if stop.lift_asked_by_id in (None, by.pk):
        raise Refused(_("A stop is lifted by another person than the one who asks for it."))
    because(f"{stop.lift_asked_by}: {stop.lift_reason}")
    return _lifted(stop, by=by, now=now, cancel_queued=cancel_queued)


@transaction.atomic
def end_pause(stop_id: int, *, by: User, reason: str, now: datetime) -> Lifted | None:
    """Let a text go on that the software stopped over its complaints, as somebody decides who
    neither wrote nor approved it. Raises PermissionDenied, or Refused for any other stop."""
    as_long_as_it_takes()
    reason = given(reason)
    because(reason)
    stop = _standing(stop_id, by)
    if stop is None:
        return None
    if stop.by_id is not None or stop.scope != Stop.Scope.VERSION:
        raise Refused(_("A stop is lifted by another person than the one who asks for it."))
    stop.lift_asked_by, stop.lift_asked_at, stop.lift_reason = None, None, reason
    return _lifted(stop, by=by, now=now)


def _standing(stop_id: int, by: User) -> Stop | None:
    """The stop, locked, of somebody who may stop as far as it reaches; None once it is lifted."""
    if not by.has_perm(MAY_STOP):
        raise PermissionDenied
    stop = Stop.objects.select_for_update(no_key=True, of=("self",)).get(pk=stop_id)
    if stop.scope not in {Stop.Scope.LENDER, Stop.Scope.RUN}:
        lenders.require_all(by)
    return stop if stop.lifted_at is None else None


def _lifted(stop: Stop, *, by: User, now: datetime, cancel_queued: bool = False) -> Lifted:
    cancelled = 0
    if cancel_queued and stop.is_over_a_restored_database:
        cancelled = _cancel_what_may_have_been_sent(stop, now)
    elif cancel_queued:
        cancelled = _cancel_what_waits(stop, now)
    stop.lifted_at, stop.lifted_by = now, by
    with guarded(_SENTENCES):
        stop.save(
            update_fields=[
                *("lifted_at", "lifted_by", "lift_reason", "lift_asked_by", "lift_asked_at")
            ]
        )
    return Lifted(woken=_wake(now), cancelled=cancelled)


def wake_after_lifting(*, now: datetime) -> int:
    """For the sweep: what a claim held by a stop it read just before that was lifted."""
    lately = Stop.objects.filter(lifted_at__gt=now - LIFTED_LATELY)
    last = lately.aggregate(last=Max("lifted_at"))["last"]
    return _wake(now, before=last + LONGEST_CLAIM) if last else 0


def _wake(now: datetime, *, before: datetime | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, {"reason": EMERGENCY_STOP, "before": before, "now": now})
        return int(cursor.rowcount)


def _cancel_what_waits(stop: Stop, now: datetime) -> int:
    waiting = coverage.still_waiting(coverage.covered_by(stop), now=now)
    locked = waiting.select_for_update(no_key=True, of=("self",)).order_by("pk")
    ids = list(locked.values_list("pk", flat=True))
    return Message.objects.filter(pk__in=ids, state__in=OPEN).update(
        state=MessageState.CANCELLED,
        reason=STOP_CANCELLED,
        final_at=now,
        body=None,
        segments=None,
        claimed_at=None,
        claim_token=None,
    )


def _cancel_what_may_have_been_sent(stop: Stop, now: datetime) -> int:
    _plan_again(stop)
    with connection.cursor() as cursor:
        cursor.execute(_CANCEL, {"stopped": stop.at, "reason": DATABASE_RESTORED, "now": now})
        return int(cursor.rowcount)


def _plan_again(stop: Stop) -> None:
    """A run that looks only planned may have been released in the time that was lost."""
    planned = Run.objects.filter(state=Run.State.PLANNED, planned_at__lte=stop.at)
    ids = list(planned.values_list("pk", flat=True))
    Run.objects.filter(pk__in=ids).update(state=Run.State.PLANNING)
    Run.objects.filter(pk__in=ids).update(
        state=Run.State.FAILED,
        plan_error=_(
            "The database was restored: this run may have been sent already. Make sure before "
            "it is planned again."
        ),
    )
