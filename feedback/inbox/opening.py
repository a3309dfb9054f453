"""A conversation as its first reply opens it, and many of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from accounts.models import ContactPoint
from feedback.inbox.urgency import care_of, due_at
from feedback.models import Conversation, ConversationReply
from messaging.models import Reply
from messaging.replies.intents import Intent

_Key = tuple[str, bytes, int | None]
"""Channel, number and customer: of these one conversation is open."""


def opened(reply: Reply, point: ContactPoint | None, now: datetime) -> Conversation:
    """Not saved yet. `point`: the writer's, of this number."""
    care = care_of(reply)
    nothing_left = care.due is None
    wrong = point is not None and point.state == ContactPoint.State.WRONG_PARTY
    return Conversation(
        channel=reply.channel,
        address_hash=reply.address_hash,
        customer_id=reply.customer_id,
        contact_point=point,
        state=Conversation.State.RESOLVED if nothing_left else Conversation.State.OPEN,
        intent=reply.intent,
        urgency=care.urgency,
        due_at=due_at(reply),
        last_reply=reply,
        last_at=reply.received_at,
        asks_since=reply.received_at if reply.asks and not nothing_left else None,
        unread=not nothing_left,
        masked=wrong or reply.intent == Intent.WRONG_PARTY,
        opened_at=reply.received_at,
        changed_at=now,
        resolved_at=now if nothing_left else None,
    )


def open_together(replies: Sequence[Reply], now: datetime) -> set[int]:
    """Open a conversation for each that is alone of its number, continues none and asks for no
    call; which were.

    In the caller's transaction. Raises IntegrityError when somebody files one of them beside us.
    """
    hashes = {bytes(reply.address_hash) for reply in replies}
    times = Counter(_key(reply) for reply in replies)
    going_on = {
        _key(talk)
        for talk in Conversation.objects.filter(
            Q(state=Conversation.State.OPEN) | Q(merged_into__state=Conversation.State.OPEN),
            address_hash__in=hashes,
        ).only("channel", "address_hash", "customer")
    }
    points = {_key(point): point for point in ContactPoint.objects.filter(address_hash__in=hashes)}
    first = [
        reply
        for reply in replies
        if times[_key(reply)] == 1
        and _key(reply) not in going_on
        and reply.intent != Intent.DISTRESS
    ]
    conversations = Conversation.objects.bulk_create(
        opened(reply, points.get(_key(reply)) if reply.customer_id else None, now)
        for reply in first
    )
    ConversationReply.objects.bulk_create(
        ConversationReply(reply=reply, conversation=talk)
        for reply, talk in zip(first, conversations, strict=True)
    )
    return {reply.pk for reply in first}


def _key(of: Reply | Conversation | ContactPoint) -> _Key:
    return of.channel, bytes(of.address_hash), of.customer_id
