"""Filing: each reply opens a conversation or continues the open one of its number and customer.

Whoever hears of a reply files it; a sweep files what nobody heard of. Filed is filed once: the
row that links a reply to its conversation has the reply for its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from accounts.models import ContactPoint
from feedback.calls.asking import ask_after_distress
from feedback.inbox.urgency import care_for, due_at, more_urgent
from feedback.models import Conversation, ConversationReply
from messaging.models import Reply
from messaging.replies.intents import Intent

AT_ONCE = 500

LOOK_BACK = 10_000
"""Ids commit out of order, but never so many apart: what is older than the newest filed reply by
more than this has been filed."""

_UNFILED = """
SELECT r.id FROM messaging_reply r
WHERE r.id > (SELECT COALESCE(max(reply_id), 0) - %s FROM feedback_conversationreply)
  AND NOT EXISTS (SELECT FROM feedback_conversationreply f WHERE f.reply_id = r.id)
ORDER BY r.id LIMIT %s
"""


def file_missed(now: datetime) -> int:
    """File every reply that is in no conversation yet; how many there were."""
    filed = 0
    while ids := _unfiled():
        filed += sum(file_reply(reply_id, now) is not None for reply_id in ids)
        if len(ids) < AT_ONCE:
            break
    return filed


def file_reply(reply_id: int, now: datetime) -> Conversation | None:
    """The conversation it belongs to from now on; None: it had been filed already."""
    if ConversationReply.objects.filter(pk=reply_id).exists():
        return None
    reply = Reply.objects.defer("text_enc").select_related("customer").get(pk=reply_id)
    try:
        with transaction.atomic():
            conversation = _continued(reply, now) or _opened(reply, now)
            ConversationReply.objects.create(reply=reply, conversation=conversation)
    except IntegrityError:  # somebody filed it, or opened the conversation, beside us
        if ConversationReply.objects.filter(pk=reply_id).exists():
            return None
        return file_reply(reply_id, now)
    if reply.intent == Intent.DISTRESS:
        ask_after_distress(conversation, now=now)
    return conversation


def _unfiled() -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(_UNFILED, [LOOK_BACK, AT_ONCE])
        return [row[0] for row in cursor.fetchall()]


def _continued(reply: Reply, now: datetime) -> Conversation | None:
    conversation = (
        Conversation.objects.select_for_update(no_key=True, of=("self",))
        .filter(
            channel=reply.channel,
            address_hash=reply.address_hash,
            customer=reply.customer,
            state=Conversation.State.OPEN,
        )
        .first()
    )
    if conversation is None:
        return None
    care = care_for(reply.intent)
    if care.due is not None:
        conversation.intent = more_urgent(conversation.intent, reply.intent)
        conversation.urgency = min(conversation.urgency, care.urgency)
        conversation.due_at = min(conversation.due_at, due_at(reply.intent, reply.received_at))
        conversation.snoozed_until = None
    if reply.pk > conversation.last_reply_id:  # they may be filed out of order
        conversation.last_reply, conversation.last_at = reply, reply.received_at
    if reply.intent == Intent.WRONG_PARTY:
        conversation.masked = True
        conversation.verified_at = conversation.verified_by = None
    conversation.unread, conversation.changed_at = True, now
    conversation.save()
    return conversation


def _opened(reply: Reply, now: datetime) -> Conversation:
    point = _point(reply)
    nothing_left = care_for(reply.intent).due is None
    wrong = point is not None and point.state == ContactPoint.State.WRONG_PARTY
    return Conversation.objects.create(
        channel=reply.channel,
        address_hash=reply.address_hash,
        customer=reply.customer,
        contact_point=point,
        state=Conversation.State.RESOLVED if nothing_left else Conversation.State.OPEN,
        intent=reply.intent,
        urgency=care_for(reply.intent).urgency,
        due_at=due_at(reply.intent, reply.received_at),
        last_reply=reply,
        last_at=reply.received_at,
        unread=not nothing_left,
        masked=wrong or reply.intent == Intent.WRONG_PARTY,
        opened_at=reply.received_at,
        changed_at=now,
        resolved_at=now if nothing_left else None,
    )


def _point(reply: Reply) -> ContactPoint | None:
    if reply.customer is None:
        return None
    return ContactPoint.objects.filter(
        customer=reply.customer, channel=reply.channel, address_hash=reply.address_hash
    ).first()
