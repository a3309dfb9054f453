"""The emergency stop: placing one, lifting one. While it stands nothing it covers begins to leave.

A stop waits for waves being put on the wire at this moment, and they for it; once it has
committed, none it covers begins. Placing it twice is one stop.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.locks import STOPS
from messaging.models import Message, Stop
from messaging.models.message import MessageState
from messaging.policy.reasons import EMERGENCY_STOP

MAY_STOP = "messaging.stop_run"


@transaction.atomic
def place(
    *, scope: str, object_id: int | None, reason: str, by: User | None, now: datetime
) -> Stop:
    """Stop a scope; the stop that stands already, if one does. `by` None: the software itself.

    Raises PermissionDenied, or ValidationError without a reason or an object.
    """
    if by is not None and not by.has_perm(MAY_STOP):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Say why."))
    if (object_id is None) is not (scope == Stop.Scope.ALL):
        raise ValidationError(_("Say what is to be stopped."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STOPS])
    standing, _made = Stop.objects.get_or_create(
        scope=scope,
        object_id=object_id,
        lifted_at=None,
        defaults={"reason": reason.strip()[:200], "at": now, "by": by},
    )
    return standing


@transaction.atomic
def lift(stop_id: int, *, by: User, now: datetime) -> bool:
    """Let go on; every message is decided about anew. False: somebody already had."""
    if not by.has_perm(MAY_STOP):
        raise PermissionDenied
    lifted = Stop.objects.filter(pk=stop_id, lifted_at=None).update(lifted_at=now, lifted_by=by)
    held = Message.objects.filter(state=MessageState.QUEUED, not_before=None, reason=EMERGENCY_STOP)
    if lifted:
        ids = held.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)
        Message.objects.filter(pk__in=list(ids)).update(not_before=now)
    return bool(lifted)
