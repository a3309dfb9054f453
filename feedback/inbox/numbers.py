"""Numbers that customers write, a new one or somebody else's: masked in the thread for everybody
who has not asked to see them today. To see them is a look as any other: limited, with a reason, on
record.
"""

from __future__ import annotations

from datetime import datetime

from accounts.disclosure import reveals, words
from accounts.models import Reveal, User
from feedback.models import Conversation


def are_shown(conversation: Conversation, *, by: User, now: datetime) -> bool:
    """Whether this person reads them. What comes from a number in nobody's file is about nobody we
    know, so there is nobody to put a look on record for: it is read as it is."""
    if conversation.customer_id is None:
        return True
    looks = Reveal.objects.filter(user=by, at__gte=reveals.morning(now))
    asked = [_what(conversation), words.what(conversation.customer_id)]
    return looks.filter(what__in=asked).exists()


def show(conversation: Conversation, *, by: User, why: str, reason: str, now: datetime) -> None:
    """From now on until tomorrow. Raises Refused without a reason of substance, and beyond the
    day's limit."""
    if conversation.customer_id is None:
        return
    reveals.record(
        by=by,
        customer_id=conversation.customer_id,
        what=_what(conversation),
        why=why,
        reason=reason,
        now=now,
    )


def _what(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"
