"""Whether a stop is somebody's to place or to lift, told to a command; a page sees no other."""

from __future__ import annotations

from accounts.access import lenders
from accounts.models import User
from messaging.models import Run, Stop


def is_theirs(user: User, *, scope: str, object_id: int | None) -> bool:
    """Of a lender or a run: whoever works with that lender. The rest is everybody's."""
    if scope == Stop.Scope.LENDER:
        return lenders.works_with(user, object_id)
    if scope == Stop.Scope.RUN:
        run = Run.objects.filter(pk=object_id or 0).first()
        return run is None or lenders.works_with(user, run.lender_id)
    return True
