"""Hiding the debt in every open conversation of a number that is somebody else's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import ContactPoint
from feedback.models import Conversation

_WRONG = ContactPoint.State.WRONG_PARTY


def hide(contact_point_ids: Collection[int], now: datetime) -> int:
    """In the conversations of those that belong to somebody else, whosever they are and whoever
    was verified before; how many showed it."""
    points = ContactPoint.objects.filter(pk__in=contact_point_ids, state=_WRONG)
    hashes = set(map(bytes, points.values_list("address_hash", flat=True)))
    return _hide(Conversation.objects.filter(address_hash__in=hashes), now) if hashes else 0


def hide_missed(now: datetime) -> int:
    """In those that a crash left showing it; who was verified since stays so. How many."""
    wrong = ContactPoint.objects.filter(state=_WRONG)
    return _hide(Conversation.objects.filter(contact_point__in=wrong, verified_at=None), now)


def is_anothers(conversation: Conversation) -> bool:
    """Whether its number is somebody else's, and nobody has verified since who writes."""
    point = conversation.contact_point
    return conversation.verified_at is None and point is not None and point.state == _WRONG


@transaction.atomic
def _hide(conversations: QuerySet[Conversation], now: datetime) -> int:
    showing = conversations.filter(state=Conversation.State.OPEN, masked=False).order_by("pk")
    ids = list(showing.select_for_update(no_key=True).values_list("pk", flat=True))
    return Conversation.objects.filter(pk__in=ids).update(
        masked=True, verified_at=None, verified_by=None, changed_at=now
    )
