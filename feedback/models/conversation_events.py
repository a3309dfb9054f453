"""The history of a conversation: one more entry."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from feedback.models import Conversation, ConversationEvent


def note_event(
    conversation: Conversation,
    what: str,
    *,
    by: User | None,
    now: datetime,
    detail: str = "",
    note: str = "",
) -> None:
    """`detail` is an id, a time or a code; `note` what a person wrote, kept encrypted."""
    ConversationEvent.objects.create(
        conversation=conversation,
        at=now,
        by=by,
        what=what,
        detail=detail,
        note=note or None,
    )
