"""Distress that somebody took and then did nothing about rings again for all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from feedback.alarms.limits import LAPSES_AFTER
from feedback.models import Alarm, Conversation, ConversationEvent
from feedback.models.conversation_events import note_event
from messaging.models import Call


def lapse(now: datetime) -> int:
    """Give back what was taken long ago without a call or an entry since; how many."""
    idle = Alarm.objects.filter(
        kind=Alarm.Kind.DISTRESS, closed_at=None, taken_at__lte=now - LAPSES_AFTER
    )
    return sum(_lapse(alarm, now) for alarm in idle.select_related("conversation").order_by("pk"))


@transaction.atomic
def _lapse(alarm: Alarm, now: datetime) -> bool:
    talk = Conversation.objects.select_for_update(no_key=True).get(pk=alarm.conversation_id)
    if _is_worked_on(talk, since=now - LAPSES_AFTER):
        return False
    idle = Alarm.objects.filter(pk=alarm.pk, closed_at=None, taken_at=alarm.taken_at)
    if not idle.update(taken_at=None, taken_by=None):
        return False
    note_event(talk, ConversationEvent.What.LAPSED, by=None, now=now)
    return True


def _is_worked_on(talk: Conversation, *, since: datetime) -> bool:
    if talk.events.filter(at__gt=since, by__isnull=False).exists():
        return True
    calls = Call.objects.filter(customer=talk.customer_id)
    return talk.customer_id is not None and (
        calls.filter(begun_at__gt=since).exists() or calls.filter(outcome="").exists()
    )
