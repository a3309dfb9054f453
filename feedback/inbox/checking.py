"""Ticking steps off, on record; and resolving, which asks where steps are open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from feedback.checklists import steps
from feedback.inbox import about, assignment
from feedback.models import Conversation, ConversationEvent
from feedback.models.conversation_events import note_event

What = ConversationEvent.What


class StepsAreOpen(Refused):
    """Resolving asks first: it can be done with a reason."""


@transaction.atomic
def tick(
    conversation: Conversation, *, key: str, done: bool, by: User, now: datetime
) -> Conversation:
    """Say that a step is done, or that it is not after all. Twice the same is once. Raises
    Refused."""
    fresh = assignment.ours(conversation, by=by, now=now)
    of = about.about(fresh, now)
    known = {each.step.key: each for each in steps.standing(fresh, about=of)}
    if key not in known:
        raise Refused(_("This step is on the checklist no more: look at it again."))
    if known[key].is_done is not done:
        what = What.TICKED if done else What.UNTICKED
        note_event(fresh, what, by=by, now=now, detail=steps.detail(of, key))
        fresh.changed_at = now
        fresh.save(update_fields=["changed_at"])
    return fresh


@transaction.atomic
def resolve(
    conversation: Conversation, *, by: User, now: datetime, reason: str = ""
) -> Conversation:
    """As assignment.resolve; where steps are open only with a `reason`, which is kept. Raises
    StepsAreOpen, Refused."""
    fresh = assignment.ours(conversation, by=by, now=now)
    open_ones = [
        each for each in steps.standing(fresh, about=about.about(fresh, now)) if not each.is_done
    ]
    if open_ones and not reason.strip():
        raise StepsAreOpen(
            ngettext(
                "%(n)s step of the checklist is open: do it, or say why it is not needed.",
                "%(n)s steps of the checklist are open: do them, or say why they are not needed.",
                len(open_ones),
            )
            % {"n": len(open_ones)}
        )
    why = given(reason) if open_ones else ""
    return assignment.resolve(conversation, by=by, now=now, why=why)
