"""Raising, taking and closing an alarm.

Locks: the conversation first, then a call task, alarms last.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.errors import Refused
from accounts.models import User
from feedback.holds import unread
from feedback.models import Alarm, Conversation, ConversationEvent
from feedback.models.conversation_events import note_event
from messaging.models import Call, Reply

MAY_CLOSE = "feedback.close_distress"
Kind, How = Alarm.Kind, Alarm.How
SENTENCES = dict.fromkeys(
    ("distress_is_open", "distress_needs_a_call", "distress_needs_a_supervisor"),
    gettext_lazy("Distress is closed by a call, or by a supervisor with a reason."),
)
"""What a rule of the database (feedback.models) is called → what a person reads."""


@transaction.atomic
def raise_alarm(conversation: Conversation, *, kind: str, reply: Reply, at: datetime) -> Alarm:
    """Raise it, or let the open one take this reply in; one that somebody had rings anew, unless
    they are talking on the telephone at this moment."""
    try:
        with transaction.atomic():
            return Alarm.objects.create(
                conversation=conversation, kind=kind, reply=reply, raised_at=at
            )
    except IntegrityError as error:
        if not refusals.is_duplicate(error):
            raise
        standing = _open(conversation, kind).select_for_update(no_key=True).first()
        if standing is None:  # closed beside us
            return raise_alarm(conversation, kind=kind, reply=reply, at=at)
    if reply.pk > standing.reply_id:
        standing.reply = reply
        if standing.taken_at is not None and not _on_the_phone(conversation):
            standing.raised_at = max(standing.raised_at, at)
            standing.taken_at = standing.taken_by = None
        standing.save()
    return standing


def take_of(conversation: Conversation, *, by: User, now: datetime) -> int:
    """Whoever takes the conversation has its alarms; how many nobody had. In the caller's
    transaction."""
    return _open(conversation).filter(taken_at=None).update(taken_at=now, taken_by=by)


def give_back(conversation: Conversation) -> int:
    """Nobody has it any more; it rings again, counted from when it was raised."""
    return _open(conversation).filter(taken_at__isnull=False).update(taken_at=None, taken_by=None)


@transaction.atomic
def ask_to_join(alarm: Alarm, *, by: User, now: datetime) -> None:
    """Ask a supervisor to join the call; asked again, it rings for them again."""
    fresh = _still_open(alarm)
    fresh.join_asked_at, fresh.join_asked_by = now, by
    fresh.joined_at = fresh.joined_by = None
    fresh.save()


@transaction.atomic
def join(alarm: Alarm, *, by: User, now: datetime) -> None:
    """A supervisor comes. Raises PermissionDenied, or Refused when another does already."""
    if not by.has_perm(MAY_CLOSE):
        raise PermissionDenied
    fresh = _still_open(alarm)
    if fresh.joined_by_id is not None:
        raise Refused(_("%(person)s has joined already.") % {"person": fresh.joined_by})
    fresh.joined_at, fresh.joined_by = now, by
    fresh.save()


def close_by_call(call: Call, *, by: User, now: datetime) -> int:
    """A call in which somebody was spoken to closes what was raised before it began; how many. What
    they had written until then nobody need read first any more. The caller has their conversations
    locked."""
    raised = Alarm.objects.filter(
        conversation__customer=call.customer_id,
        kind=Kind.DISTRESS,
        closed_at=None,
        raised_at__lte=call.begun_at,
    )
    locked = _locked(raised)
    for alarm in locked:
        _close(alarm, how=How.CALL, call=call, by=by, now=now)
        _read_by_call(alarm, call=call, by=by, now=now)
        _say(alarm, by=by, now=now, detail=f"call:{call.pk}")
    return len(locked)


@transaction.atomic
def close_by_supervisor(alarm: Alarm, *, reason: str, by: User, now: datetime) -> None:
    """Without a call, and with a reason. Raises PermissionDenied or Refused."""
    if not by.has_perm(MAY_CLOSE):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Say what was done for this person."))
    Conversation.objects.select_for_update(no_key=True).get(pk=alarm.conversation_id)
    fresh = _still_open(alarm)
    fresh.reason = reason.strip()
    with guarded():
        _close(fresh, how=How.SUPERVISOR, by=by, now=now)
    _say(fresh, by=by, now=now, detail="supervisor", note=reason.strip())


def close_read(conversation: Conversation, *, upto: int, by: User, now: datetime) -> int:
    """Somebody has read what lay unread, as far as this reply. In the caller's transaction."""
    locked = _locked(_open(conversation, Kind.UNREAD).filter(reply_id__lte=upto))
    for alarm in locked:
        _close(alarm, how=How.READ, by=by, now=now)
    return len(locked)


def close_answered(conversation: Conversation, *, by: User, now: datetime) -> int:
    """Somebody has dealt with what was asked. In the caller's transaction."""
    locked = _locked(_open(conversation, Kind.ASKED))
    for alarm in locked:
        _close(alarm, how=How.ANSWERED, by=by, now=now)
    return len(locked)


def in_distress(conversation: Conversation) -> Alarm | None:
    """Its open alarm of distress."""
    return _open(conversation, Kind.DISTRESS).select_related("taken_by").first()


def ended(conversation: Conversation) -> Alarm | None:
    """The last alarm of distress that was closed, by a call or a supervisor."""
    closed = Alarm.objects.filter(
        conversation=conversation, kind=Kind.DISTRESS, closed_at__isnull=False
    )
    return closed.select_related("closed_by").order_by("-closed_at").first()


def of_customer(customer_id: int) -> Alarm | None:
    """The open alarm of distress about this customer, the oldest if there are several."""
    found = Alarm.objects.filter(
        conversation__customer=customer_id, kind=Kind.DISTRESS, closed_at=None
    )
    return found.select_related("joined_by", "join_asked_by").order_by("pk").first()


def is_in_distress(customer_id: int) -> bool:
    """Whether an alarm of distress about this customer is open."""
    return Alarm.objects.filter(
        conversation__customer=customer_id, kind=Kind.DISTRESS, closed_at=None
    ).exists()


def guarded() -> AbstractContextManager[None]:
    """What the database refuses about distress, as a sentence."""
    return refusals.guarded(SENTENCES)


def _still_open(alarm: Alarm) -> Alarm:
    """It, locked."""
    fresh = Alarm.objects.select_for_update(no_key=True).get(pk=alarm.pk)
    if fresh.closed_at is not None:
        raise Refused(_("This alarm has been closed already."))
    return fresh


def _open(conversation: Conversation, kind: str = "") -> QuerySet[Alarm]:
    found = Alarm.objects.filter(conversation=conversation, closed_at=None)
    return found.filter(kind=kind) if kind else found


def _locked(alarms: QuerySet[Alarm]) -> list[Alarm]:
    return list(alarms.order_by("pk").select_for_update(no_key=True, of=("self",)))


def _close(alarm: Alarm, *, how: str, by: User, now: datetime, call: Call | None = None) -> None:
    alarm.closed_at, alarm.closed_by, alarm.closed_how, alarm.call = now, by, how, call
    alarm.save()


def _read_by_call(alarm: Alarm, *, call: Call, by: User, now: datetime) -> None:
    talk = Conversation.objects.get(pk=alarm.conversation_id)
    reason = _("Spoken of in call #%(number)s") % {"number": call.pk}
    unread.release(talk, upto=alarm.reply_id, by=by, reason=reason, now=now)
    close_read(talk, upto=alarm.reply_id, by=by, now=now)


def _say(alarm: Alarm, *, by: User, now: datetime, detail: str, note: str = "") -> None:
    what = ConversationEvent.What.ALARM_CLOSED
    note_event(alarm.conversation, what, by=by, now=now, detail=detail, note=note)


def _on_the_phone(conversation: Conversation) -> bool:
    running = Q(customer=conversation.customer_id, outcome="")
    return conversation.customer_id is not None and Call.objects.filter(running).exists()
