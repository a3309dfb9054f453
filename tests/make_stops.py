"""Runs to stop, and stops that two people lift."""

from datetime import datetime
from typing import Any

from accounts.models import User
from messaging.models import Message, Run, Stop
from messaging.stops import coverage, service as stops
from messaging.stops.coverage import Figures
from tests import make, make_outbox


def lift(
    stop_id: int, *, by: User, now: datetime, reason: str = "checked", cancel_queued: bool = False
) -> stops.Lifted | None:
    """Another supervisor asks, `by` lifts."""
    stops.ask_to_lift(stop_id, by=make.staff("supervisor"), reason=reason, now=now)
    return stops.lift(stop_id, by=by, now=now, cancel_queued=cancel_queued)


def a_run(count: int, **columns: Any) -> Run:
    lender = make.lender()
    run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    version = make_outbox.make_messaging.version(stage="dpd-4-7")
    for _ in range(count):
        make_outbox.message(
            loan=make.loan(lender=lender), in_run=run, template_version=version, **columns
        )
    return run


def stop(scope: str, object_id: int | None, by: User | None, now: datetime) -> Stop:
    return stops.place(scope=scope, object_id=object_id, reason="wrong figure", by=by, now=now)


def seen(scope: str, object_id: int | None, now: datetime) -> Figures:
    return coverage.figures(coverage.would_cover(scope, object_id, now=now), now=now)


def went(message: Message, state: str, at: datetime) -> None:
    """As if handed over at that moment and come this far since."""
    gateway = make_outbox.Gateway.objects.get()
    for step in ("claimed", "handing_over", state):
        Message.objects.filter(pk=message.pk).exclude(state=state).update(
            state=step, body=b"x", handed_over_at=at, permit_until=at, gateway=gateway
        )
