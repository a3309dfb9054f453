"""Colleagues named in a note: "@陈静 请看一下" stands among Chen Jing's own work until she has done
something about it.

A mention is an event of the conversation (`user:` and an id); what that person does there later, a
note or an act, answers it.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from accounts.access.at_work import at_work
from accounts.models import User
from feedback.models import ConversationEvent

SIGN = "@"
What = ConversationEvent.What


def named(text: str, *, by: User) -> list[User]:
    """Whom of those who work in the inbox this text names, by login or by the name on screen."""
    if SIGN not in text:
        return []
    spoken = text.lower()
    return [
        person
        for person in at_work("feedback.change_conversation").exclude(pk=by.pk)
        if any(f"{SIGN}{name.lower()}" in spoken for name in names(person))
    ]


def names(person: User) -> set[str]:
    """By what somebody is called."""
    return {name for name in (person.username, str(person), person.get_full_name()) if name}


def unanswered(person: User) -> Q:
    """Conversations in which this person is mentioned and has done nothing since."""
    since = ConversationEvent.objects.filter(
        conversation=OuterRef("conversation"), by=person, pk__gt=OuterRef("pk")
    )
    told = ConversationEvent.objects.filter(
        Q(conversation=OuterRef("pk"), what=What.MENTIONED, detail=f"user:{person.pk}"),
        ~Exists(since),
    )
    return Q(Exists(told))
