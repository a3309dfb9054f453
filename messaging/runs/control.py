"""Pause, resume, stop and finish. What is on the wire (at most one wave) is not touched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit.trail import because
from accounts.database.patience import as_long_as_it_takes
from accounts.errors import Refused
from accounts.models import User
from messaging.models import Message, Run
from messaging.models.message_states import OPEN, MessageState
from messaging.runs.permissions import obstacle_to_stop

RUN_STOPPED = "run_stopped"
UNDECIDED = (*OPEN, MessageState.HANDING_OVER)
"""A message that may still be sent, now or after a refusal for now."""


def pause(run_id: int, *, by: User) -> Run:
    """Nothing more of this run is claimed or handed over until it is resumed."""
    return _move(run_id, by=by, sources=[Run.State.RELEASED], target=Run.State.PAUSED)


def resume(run_id: int, *, by: User) -> Run:
    """Go on; every message is decided again before it leaves."""
    return _move(run_id, by=by, sources=[Run.State.PAUSED], target=Run.State.RELEASED)


@transaction.atomic
def stop(run_id: int, *, by: User, now: datetime, reason: str = "") -> int:
    """End the run for good: what has not begun to leave is cancelled; how many that were."""
    as_long_as_it_takes()
    if reason:
        because(reason)
    _move(
        run_id,
        by=by,
        sources=[Run.State.RELEASED, Run.State.PAUSED],
        target=Run.State.STOPPED,
        ended_at=now,
    )
    return cancel_open(run_id, now=now)


def cancel_open(run_id: int, *, now: datetime) -> int:
    """Cancel what is queued or claimed in a stopped run; call again for what came back since."""
    ids = (
        Message.objects.select_for_update(no_key=True, of=("self",))
        .filter(run=run_id, state__in=OPEN)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return Message.objects.filter(pk__in=list(ids), state__in=OPEN).update(
        state=MessageState.CANCELLED,
        reason=RUN_STOPPED,
        final_at=now,
        body=None,
        segments=None,
        claimed_at=None,
        claim_token=None,
    )


def finish_if_done(run_id: int, *, now: datetime) -> bool:
    """Finish a run that has nothing left to send; whether it is finished now."""
    with transaction.atomic():
        run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
        left = Message.objects.filter(run=run, state__in=UNDECIDED).exists()
        if run.state != Run.State.RELEASED or left:
            return run.state == Run.State.FINISHED
        run.state, run.ended_at = Run.State.FINISHED, now
        run.save(update_fields=["state", "ended_at"])
        return True


def finish_done(*, now: datetime) -> int:
    """For the sweep: finish every run with nothing left, cancel what came back to a stopped one."""
    finished = 0
    for run_id in Run.objects.filter(state=Run.State.RELEASED).values_list("pk", flat=True):
        finished += finish_if_done(run_id, now=now)
    came_back = Message.objects.filter(state__in=OPEN, run__state=Run.State.STOPPED)
    for run_id in set(came_back.values_list("run", flat=True)):
        if run_id is not None:
            with transaction.atomic():
                cancel_open(run_id, now=now)
    return finished


def _move(
    run_id: int, *, by: User, sources: list[Run.State], target: Run.State, **columns: object
) -> Run:
    obstacle = obstacle_to_stop(by=by)
    if obstacle:
        raise Refused(obstacle)
    changed = Run.objects.filter(pk=run_id, state__in=sources).update(state=target, **columns)
    run = Run.objects.select_related("lender").get(pk=run_id)
    if not changed:
        raise Refused(
            _("That is not possible now: this run is: %(state)s.")
            % {"state": run.get_state_display()}
        )
    return run
