"""Questions that wait for an answer: they hold no texts by themselves, and stay at the desk.

A reply that asks marks its conversation until somebody answers, asks back or resolves it by itself.
To read it, take it, note or snooze it answers nothing. Small talk closed in a heap leaves it. Past
its time it comes before what is only due; after two days it rings for the supervisors.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.holds import service as holds
from accounts.models import Hold, User
from feedback.alarms import service as alarms
from feedback.alarms.limits import RINGS_AFTER
from feedback.models import Alarm, Conversation, ConversationReply
from feedback.models.conversation import ORDINARY, PRESSING
from messaging.models import Reply

AT_ONCE = 500


def asked(conversation: Conversation, reply: Reply) -> None:
    """A reply of it wants an answer; the first one counts. Not saved."""
    if reply.asks and conversation.asks_since is None:
        conversation.asks_since = reply.received_at


def dealt_with(conversation: Conversation, *, upto: int, by: User, now: datetime) -> None:
    """Somebody has answered, as far as this reply: what the question held ends, and its alarm. In
    the caller's transaction, which has the conversation locked; saved."""
    replies = ConversationReply.objects.filter(conversation=conversation)
    later = replies.filter(reply_id__gt=upto, reply__asks=True).order_by("reply_id")
    conversation.asks_since = later.values_list("reply__received_at", flat=True).first()
    conversation.save(update_fields=["asks_since"])
    known = replies.filter(reply_id__lte=upto, reply__asks=True)
    sources = [f"reply:{pk}" for pk in known.values_list("reply_id", flat=True)]
    held = Hold.objects.filter(
        kind=Hold.Kind.OPEN_QUESTION, released_at=None, source__in=sources
    ).order_by("pk")
    reason = _("Answered in conversation #%(number)s") % {"number": conversation.pk}
    holds.release_all(list(held.values_list("pk", flat=True)), by=by, reason=reason, now=now)
    alarms.close_answered(conversation, by=by, now=now)


def press(now: datetime) -> int:
    """What asks and is past its time comes before what is only due; how many."""
    late = Conversation.objects.filter(
        Q(snoozed_until=None) | Q(snoozed_until__lte=now),
        state=Conversation.State.OPEN,
        asks_since__isnull=False,
        urgency=ORDINARY,
        due_at__lte=now,
    )
    return late.update(urgency=PRESSING, changed_at=now)


def ring(now: datetime) -> int:
    """Raise the alarm of what has had no answer for two days, once; how many."""
    rung = Alarm.objects.filter(
        conversation=OuterRef("pk"),
        kind=Alarm.Kind.ASKED,
        raised_at__gte=OuterRef("asks_since"),
    )
    old = Conversation.objects.filter(
        ~Exists(rung),
        state=Conversation.State.OPEN,
        asks_since__lte=now - RINGS_AFTER,
    ).order_by("asks_since")
    return sum(_ring(pk, now) for pk in old.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _ring(conversation_id: int, now: datetime) -> bool:
    fresh = Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)
    if fresh.asks_since is None or fresh.state != Conversation.State.OPEN:
        return False
    alarms.raise_alarm(fresh, kind=Alarm.Kind.ASKED, reply=fresh.last_reply, at=now)
    return True
