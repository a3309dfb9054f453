"""A colleague whose login is closed, or whose role or lenders were taken away, has nothing on their
name any more that they do not see: within seconds what is open goes back to all who may take it,
and supervisors are told.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import BooleanField, F, Func, Q, QuerySet
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
_YES = BooleanField()
_ITS_ROW: dict[str, Any] = {"no_key": True, "of": ("self",)}


@dataclass(frozen=True, slots=True)
class GivenBack:
    """How much of one colleague's was open."""

    person: User
    conversations: int
    complaints: int
    calls: int


def give_back(now: datetime) -> list[GivenBack]:
    """Of everybody who has what they do not see or may not work on any more. Three queries where
    nobody has left anything."""
    gone = {owner for rows in _lost() for owner in rows.values_list("owner", flat=True).distinct()}
    done = [_give_back(person, now) for person in User.objects.filter(pk__in=gone).order_by("pk")]
    for each in done:
        _tell(each)
    return done


class Lost(NamedTuple):
    conversations: QuerySet[Conversation]
    complaints: QuerySet[Complaint]
    calls: QuerySet[CallTask]


def _lost() -> Lost:
    """Whose login is closed, whose role does not work on it any more, and to whom the customer is
    not shown any more: with them it would lie unseen, and no alarm tell, as it has an owner."""
    return Lost(
        _without(
            Conversation.objects.filter(state=Conversation.State.OPEN),
            ["feedback.change_conversation"],
            Func(F("owner"), F("customer"), function="huancui_is_shown", output_field=_YES),
        ),
        _without(
            Complaint.objects.filter(state__in=_WORKED_ON),
            ["feedback.change_complaint", "feedback.decide_complaint"],
            Func(F("owner"), F("lender"), function="huancui_works_with", output_field=_YES),
        ),
        _without(
            CallTask.objects.filter(state=CallTask.State.OPEN),
            ["feedback.change_calltask"],
            Func(F("owner"), F("customer"), function="huancui_is_shown", output_field=_YES),
        ),
    )


def _without(rows: Any, permissions: Sequence[str], is_theirs: Func) -> Any:
    works = Q()
    for each in permissions:
        works |= Q(owner__in=at_work(each).order_by().values("pk"))
    owned = rows.exclude(owner=None).annotate(is_theirs=is_theirs)
    return owned.filter(~works | Q(is_theirs=False))


@transaction.atomic
def _give_back(person: User, now: datetime) -> GivenBack:
    lost = _lost()
    talks = list(
        lost.conversations.filter(owner=person).order_by("pk").select_for_update(**_ITS_ROW)
    )
    for talk in talks:
        talk.owner, talk.changed_at = None, now
        talk.save(update_fields=["owner", "changed_at"])
        alarms.give_back(talk)
        note_event(talk, ConversationEvent.What.LEFT, by=None, now=now, detail=f"user:{person.pk}")
    complaints = list(
        lost.complaints.filter(owner=person).order_by("pk").select_for_update(**_ITS_ROW)
    )
    for complaint in complaints:
        complaint.owner = None
        complaint.save(update_fields=["owner"])
        timeline.note(complaint, LEFT, by=None, now=now, text=str(person))
    ids = list(lost.calls.filter(owner=person).values_list("pk", flat=True))
    calls = CallTask.objects.filter(pk__in=ids)
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
            "%(person)s does not see this work any more. Free again: %(conversations)d "
            "conversations, %(complaints)d complaints, %(calls)d calls.\n"
            "Share them out here: %(page)s"
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
