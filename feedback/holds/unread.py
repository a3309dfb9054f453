"""The holds that stand until somebody has read a reply (DESIGN 4, invariant 13)."""

from __future__ import annotations

from datetime import datetime

from accounts.holds import service as holds
from accounts.models import Hold, User
from feedback.models import Conversation, ConversationReply


def of(conversation: Conversation, *, upto: int | None = None) -> list[int]:
    """Their ids, as far as the reply `upto`."""
    replies = ConversationReply.objects.filter(conversation=conversation, reply__needs_reading=True)
    if upto is not None:
        replies = replies.filter(reply_id__lte=upto)
    sources = [f"reply:{pk}" for pk in replies.values_list("reply_id", flat=True)]
    unread = Hold.objects.filter(kind=Hold.Kind.UNREAD_REPLY, released_at=None, source__in=sources)
    return list(unread.order_by("pk").values_list("pk", flat=True))


def release(conversation: Conversation, *, upto: int, by: User, reason: str, now: datetime) -> int:
    """End them; how many. `conversation` is locked by the caller, and saved."""
    ended = holds.release_all(of(conversation, upto=upto), by=by, reason=reason, now=now)
    conversation.read_upto = max(conversation.read_upto, upto)
    conversation.save(update_fields=["read_upto"])
    return len(ended)
