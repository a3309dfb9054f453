"""Filing: each reply opens a conversation or continues the open one of its number and customer.

A sweep, rung for when replies come in, files what is in none yet, for some seconds and in one
worker at a time: thousands of replies must not keep all workers from sending. Filed is filed once:
the row that links a reply to its conversation has the reply for its key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction

from accounts.database.refusals import is_duplicate
from accounts.models import ContactPoint
from feedback.alarms.service import raise_alarm
from feedback.calls.asking import ask_after_distress
from feedback.inbox import merging, questions
from feedback.inbox.masking import is_anothers
from feedback.inbox.opening import open_together, opened
from feedback.inbox.urgency import care_of, due_at, more_urgent
from feedback.models import Alarm, Conversation, ConversationReply
from messaging.models import Reply
from messaging.replies.intents import Intent

AT_ONCE = 500
SECONDS = 3.0
_FILER = 0x66_69_6C_65
"""Advisory lock of the one who files."""

LOOK_BACK = 10_000
"""Ids commit out of order, but hardly ever so many apart: what is older than the newest filed reply
by more than this has been filed, or is found by a second look."""

SECOND_LOOK = timedelta(days=2)
"""However late a reply was committed: no transaction stays open so long."""

_UNFILED = """
SELECT r.id FROM messaging_reply r
WHERE r.id > (SELECT COALESCE(max(reply_id), 0) - %s FROM feedback_conversationreply)
  AND NOT EXISTS (SELECT FROM feedback_conversationreply f WHERE f.reply_id = r.id)
ORDER BY r.id LIMIT %s
"""
# In the order of its index, which a LIMIT by id would leave for the whole table.
_LATE = """
SELECT r.id FROM messaging_reply r
WHERE r.received_at > %s
  AND NOT EXISTS (SELECT FROM feedback_conversationreply f WHERE f.reply_id = r.id)
ORDER BY r.received_at LIMIT %s
"""


def file_missed(now: datetime, *, seconds: float = SECONDS) -> int:
    """File replies that are in no conversation yet, oldest first, for some seconds; how many there
    were. None while another worker is at it."""
    return _file_found(lambda: _ids(_UNFILED, LOOK_BACK), now, seconds)


def file_late(now: datetime, *, seconds: float = SECONDS) -> int:
    """File what was committed too late for the other to see; how many there were."""
    return _file_found(lambda: sorted(_ids(_LATE, now - SECOND_LOOK)), now, seconds)


def _file_found(find: Callable[[], Sequence[int]], now: datetime, seconds: float) -> int:
    filed = 0
    begun = time.monotonic()
    while some := _file_some(find, now):
        filed += some.filed
        if some.found < AT_ONCE or time.monotonic() - begun > seconds:
            break
    return filed


class _Some(NamedTuple):
    found: int
    filed: int


def _file_some(find: Callable[[], Sequence[int]], now: datetime) -> _Some | None:
    """One transaction; None where nothing is left or another worker is at it. Its lock is the
    transaction's, as behind a pooler a session is nobody's own."""
    with transaction.atomic():
        if not _alone() or not (ids := find()):
            return None
        return _Some(len(ids), _file(ids, now))


def file_reply(reply_id: int, now: datetime) -> Conversation | None:
    """The conversation it belongs to from now on; None: it had been filed already. With distress
    is filed that somebody is to call and the alarm, or nothing is."""
    if ConversationReply.objects.filter(pk=reply_id).exists():
        return None
    reply = Reply.objects.defer("text").select_related("customer").get(pk=reply_id)
    try:
        with transaction.atomic():
            conversation = _continued(reply, now) or _opened(reply, now)
            ConversationReply.objects.create(reply=reply, conversation=conversation)
            if reply.intent == Intent.DISTRESS:
                ask_after_distress(conversation, now=now)
                raise_alarm(
                    conversation, kind=Alarm.Kind.DISTRESS, reply=reply, at=reply.received_at
                )
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        # Somebody filed it, or opened the conversation, beside us.
        if ConversationReply.objects.filter(pk=reply_id).exists():
            return None
        return file_reply(reply_id, now)
    return conversation


def _file(ids: Sequence[int], now: datetime) -> int:
    """Those that open a conversation together, the others singly."""
    replies = list(Reply.objects.defer("text").filter(pk__in=ids).order_by("pk"))
    try:
        with transaction.atomic():
            together = open_together(replies, now)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        # Somebody files one of them beside us.
        together = set()
    return len(together) + sum(
        file_reply(reply_id, now) is not None for reply_id in ids if reply_id not in together
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_FILER])
        return bool(cursor.fetchone()[0])


def _ids(query: str, since: int | datetime) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, [since, AT_ONCE])
        return [row[0] for row in cursor.fetchall()]


def _continued(reply: Reply, now: datetime) -> Conversation | None:
    open_ones = Conversation.objects.filter(state=Conversation.State.OPEN)
    locked = open_ones.select_for_update(no_key=True, of=("self",))
    conversation = locked.filter(
        channel=reply.channel, address_hash=reply.address_hash, customer=reply.customer
    ).first()
    if conversation is None:
        merged = merging.goes_on_in(reply)
        conversation = locked.filter(pk=merged).first() if merged else None
    if conversation is None:
        return None
    care = care_of(reply)
    questions.asked(conversation, reply)
    if care.due is not None:
        conversation.intent = more_urgent(conversation.intent, reply.intent)
        conversation.urgency = min(conversation.urgency, care.urgency)
        if conversation.waits_since is not None:  # what was asked is answered: time runs anew
            conversation.due_at = due_at(reply)
        conversation.due_at = min(conversation.due_at, due_at(reply))
        conversation.snoozed_until = conversation.waits_since = None
    if reply.pk > conversation.last_reply_id:  # they may be filed out of order
        conversation.last_reply, conversation.last_at = reply, reply.received_at
    if reply.intent == Intent.WRONG_PARTY or is_anothers(conversation):
        conversation.masked = True
        conversation.verified_at = conversation.verified_by = None
    conversation.unread, conversation.changed_at = True, now
    conversation.save()
    return conversation


def _opened(reply: Reply, now: datetime) -> Conversation:
    conversation = opened(reply, _point(reply), now)
    conversation.save(force_insert=True)
    return conversation


def _point(reply: Reply) -> ContactPoint | None:
    if reply.customer is None:
        return None
    return ContactPoint.objects.filter(
        customer=reply.customer, channel=reply.channel, address_hash=reply.address_hash
    ).first()
