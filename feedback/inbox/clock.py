"""The clock of a conversation stands still while the customer is asked something.

What was left of its time is left when it goes on: `due_at` lies so far behind `snoozed_until` as it
lay behind the moment of asking. So nothing has to be swept when a wait runs out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from feedback.models import Conversation

LEAST_LEFT = timedelta(hours=1)
"""Whoever asks late gets this much to read the answer. Our own proposal (P)."""


def stop(conversation: Conversation, *, until: datetime, now: datetime) -> None:
    """Wait for the customer until then. Not saved."""
    go_on(conversation, now)
    left = max(conversation.due_at - now, LEAST_LEFT)
    conversation.snoozed_until, conversation.waits_since = until, now
    conversation.due_at = until + left


def go_on(conversation: Conversation, now: datetime) -> None:
    """Wait no longer: what was left is left from now on. Not saved."""
    until = conversation.snoozed_until
    if conversation.waits_since is not None and until is not None and until > now:
        conversation.due_at = now + (conversation.due_at - until)
    conversation.waits_since = conversation.snoozed_until = None


def stands(conversation: Conversation, now: datetime) -> bool:
    """Whether the customer is waited for at this moment."""
    until = conversation.snoozed_until
    return conversation.waits_since is not None and until is not None and until > now
