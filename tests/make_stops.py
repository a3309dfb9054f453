"""Runs to stop, and stops that two people lift."""

from datetime import datetime
from typing import Any

from accounts.models import User
from messaging.models import Run, Stop
from messaging.stops import service as stops
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
