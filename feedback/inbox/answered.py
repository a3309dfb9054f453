"""What has its answer and is only to be resolved: it stands behind what waits.

An answer to the last reply was queued since it came in. It gets a day to be resolved; whoever
writes again begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from feedback.models import Conversation
from feedback.models.conversation import ORDINARY, PRESSING
from messaging.models import Answer
from messaging.models.message_states import NEVER_LEFT

TO_RESOLVE = timedelta(days=1)
"""How long an answered conversation may stay open. Our own proposal (P)."""


def among(conversations: Iterable[Conversation]) -> set[int]:
    """The ids of those whose last reply has an answer that left or is on its way. One query."""
    by_reply = {each.last_reply_id: each for each in conversations if each.asks_since is None}
    if not by_reply:
        return set()
    answers = Answer.objects.filter(reply__in=list(by_reply)).exclude(message__state__in=NEVER_LEFT)
    return {by_reply[pk].pk for pk in answers.values_list("reply_id", flat=True)}


def put_behind(conversation: Conversation, now: datetime) -> None:
    """Nothing waits for an answer any more. Not saved."""
    if conversation.asks_since is not None:
        return
    conversation.due_at = now + TO_RESOLVE
    if conversation.urgency == PRESSING and not conversation.last_reply.severe:
        conversation.urgency = ORDINARY
