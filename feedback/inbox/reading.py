"""Reading: the act by which a person lets automated texts go on (DESIGN 4, invariant 13).

A reply that was not recognised as harmless holds the next automated text to everybody behind its
number (messaging.inbound.effects). A person lifts that with the thread before them: by saying that
it is read, by an answer, by one of the one-click acts or by resolving. Looking at the page, taking
it, snoozing it or leaving a note lifts nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from feedback.alarms import service as alarms
from feedback.holds import unread
from feedback.models import Conversation


def lift(conversation: Conversation, *, upto: int, by: User, now: datetime) -> int:
    """End what the replies of this conversation hold; how many holds. In the caller's transaction,
    which has the conversation locked.

    `upto`: the newest reply the person had before them; what came later is not read.
    """
    reason = _("Read in conversation #%(number)s") % {"number": conversation.pk}
    ended = unread.release(conversation, upto=upto, by=by, reason=reason, now=now)
    alarms.close_read(conversation, upto=upto, by=by, now=now)
    return ended


def holds_of(conversation: Conversation) -> list[int]:
    """The holds that stand until this conversation has been read."""
    return unread.of(conversation)
