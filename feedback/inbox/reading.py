"""Reading: the act by which a person lets automated texts go on (DESIGN 4, invariant 13).

A reply that was not recognised as harmless holds the next automated text to everybody behind its
number (messaging.inbound.effects). A person lifts that with the thread before them: by saying that
it is read, by an answer, by one of the one-click acts or by resolving. Looking at the page, taking
it, snoozing it or leaving a note lifts nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.holds import service as holds
from accounts.models import Hold, User
from feedback.alarms import service as alarms
from feedback.models import Conversation, ConversationReply


def lift(conversation: Conversation, *, upto: int, by: User, now: datetime) -> int:
    """End what the replies of this conversation hold; how many holds. In the caller's transaction,
    which has the conversation locked.

    `upto`: the newest reply the person had before them; what came later is not read.
    """
    held = holds_of(conversation, upto=upto)
    reason = _("Read in conversation #%(number)s") % {"number": conversation.pk}
    ended = holds.release_all(held, by=by, reason=reason, now=now)
    conversation.read_upto = max(conversation.read_upto, upto)
    conversation.save(update_fields=["read_upto"])
    alarms.close_read(conversation, upto=upto, by=by, now=now)
    return len(ended)


def holds_of(conversation: Conversation, *, upto: int | None = None) -> list[int]:
    """The holds that stand until this conversation has been read."""
    replies = ConversationReply.objects.filter(conversation=conversation, reply__needs_reading=True)
    if upto is not None:
        replies = replies.filter(reply_id__lte=upto)
    return _holds_of(list(replies.values_list("reply_id", flat=True)))


def _holds_of(reply_ids: Collection[int]) -> list[int]:
    unread = Hold.objects.filter(kind=Hold.Kind.UNREAD_REPLY, released_at=None)
    found = unread.filter(source__in=[f"reply:{pk}" for pk in reply_ids])
    return list(found.order_by("pk").values_list("pk", flat=True))
