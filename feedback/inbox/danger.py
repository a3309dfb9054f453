"""Taking somebody's distress: conversation, call and alarm in one act."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.errors import Refused
from accounts.models import User
from feedback.calls import work
from feedback.inbox import assignment
from feedback.models import Alarm, CallTask, Conversation


@transaction.atomic
def take(alarm: Alarm, *, by: User, now: datetime) -> Conversation:
    """Have the alarm, its conversation and, unless somebody else calls, the call. Raises
    Refused with the name of whoever was first."""
    # In the order in which filing locks them: conversation, call, alarm.
    talk = Conversation.objects.select_for_update(no_key=True).get(pk=alarm.conversation_id)
    task = _task(talk)
    taken = assignment.take(talk, by=by, now=now)
    if task is not None:
        with suppress(Refused):
            work.take(task, by=by, now=now)
    return taken


def _task(talk: Conversation) -> CallTask | None:
    """The call to be made for its sake, locked."""
    open_ones = CallTask.objects.filter(state=CallTask.State.OPEN, reason=CallTask.Reason.DISTRESS)
    calls = open_ones.filter(customer=talk.customer_id).select_for_update(no_key=True)
    return calls.first() if talk.customer_id else None
