"""Stops that two people lift."""

from datetime import datetime

from accounts.models import User
from messaging.stops import service as stops
from tests import make


def lift(
    stop_id: int, *, by: User, now: datetime, reason: str = "checked", cancel_queued: bool = False
) -> stops.Lifted | None:
    """Another supervisor asks, `by` lifts."""
    stops.ask_to_lift(stop_id, by=make.staff("supervisor"), reason=reason, now=now)
    return stops.lift(stop_id, by=by, now=now, cancel_queued=cancel_queued)
