"""The history of a conversation: one more entry."""

from __future__ import annotations

from datetime import datetime

from accounts.keys import keyring
from accounts.models import User
from feedback.models import Conversation, ConversationEvent

NOTE = "conversation.note"


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
        note_enc=keyring().encrypt(note, NOTE) if note else None,
    )
