"""A colleague whose login is closed has nothing on their name any more: within seconds what is open
goes back to all who may take it, and supervisors are told.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _, override

from accounts.access.at_work import at_work
from accounts.models import User
from feedback.alarms import service as alarms
from feedback.complaints import timeline
from feedback.models import CallTask, Complaint, Conversation, ConversationEvent
from feedback.models.conversation_events import note_event

log = logging.getLogger(__name__)

TOLD = "feedback.assign_conversation"
"""Whoever shares out the work hears of it."""
LEFT = "owner_left"
_WORKED_ON = (Complaint.State.OPEN, Complaint.State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """How much of one colleague's was open."""

    person: User
    conversations: int
    complaints: int
    calls: int


def give_back(now: datetime) -> list[GivenBack]:
    """Of everybody whose login is closed. Three queries where nobody has left anything."""
    gone = {
        *_left(Conversation.objects.filter(state=Conversation.State.OPEN)),
        *_left(Complaint.objects.filter(state__in=_WORKED_ON)),
        *_left(CallTask.objects.filter(state=CallTask.State.OPEN)),
    }
    done = [_give_back(person, now) for person in User.objects.filter(pk__in=gone).order_by("pk")]
    for each in done:
        _tell(each)
    return done


def _left(rows: Any) -> Any:
    return rows.filter(owner__is_active=False).values_list("owner", flat=True).distinct()


@transaction.atomic
def _give_back(person: User, now: datetime) -> GivenBack:
    open_ones = Conversation.objects.filter(state=Conversation.State.OPEN, owner=person)
    talks = list(open_ones.order_by("pk").select_for_update(no_key=True))
    for talk in talks:
        talk.owner, talk.changed_at = None, now
        talk.save(update_fields=["owner", "changed_at"])
        alarms.give_back(talk)
        note_event(talk, ConversationEvent.What.LEFT, by=None, now=now, detail=f"user:{person.pk}")
    worked_on = Complaint.objects.filter(state__in=_WORKED_ON, owner=person)
    complaints = list(worked_on.order_by("pk").select_for_update(no_key=True))
    for complaint in complaints:
        complaint.owner = None
        complaint.save(update_fields=["owner"])
        timeline.note(complaint, LEFT, by=None, now=now, text=str(person))
    calls = CallTask.objects.filter(state=CallTask.State.OPEN, owner=person)
    return GivenBack(person, len(talks), len(complaints), calls.update(owner=None))


def _tell(done: GivenBack) -> None:
    """One e-mail to all who share out work, none of whom sees the others; on the morning page it
    stands as well. Nothing of a customer is in it."""
    to = sorted({person.email for person in at_work(TOLD) if person.email})
    if not to:
        return
    with override(settings.LANGUAGE_CODE):
        subject = _("Work of a colleague who left is free again")
        text = _(
            "The login of %(person)s is closed. Free again: %(conversations)d conversations, "
            "%(complaints)d complaints, %(calls)d calls.\nShare them out here: %(page)s"
        )
        facts = {
            "person": done.person,
            "conversations": done.conversations,
            "complaints": done.complaints,
            "calls": done.calls,
            "page": settings.STAFF_URL + reverse("admin:desk"),
        }
    message = EmailMessage(subject, text % facts, settings.DEFAULT_FROM_EMAIL, bcc=to)
    try:
        message.send()
    except Exception as error:  # whatever a mail server or a network can do
        log.error("telling of work given back failed: %s", type(error).__name__)
