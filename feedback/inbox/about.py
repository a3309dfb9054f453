"""What a conversation is about: what its reply was read as, or what happened to whoever writes.

A death, insolvency or a new number is told beside other things and stands as a hold, placed by the
reply or by a person. While one stands it says more than "hardship" or "other" does, so it is shown
in their place, and its steps are gone through. A complaint or distress gives way to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Hold
from feedback.models import Conversation
from messaging.replies.intents import Intent

GIVES_WAY = frozenset({Intent.HARDSHIP, Intent.OTHER, Intent.REVIEW, Intent.PROMISE})
HAPPENED = (
    *(Hold.Kind.DEATH, Hold.Kind.BEREAVEMENT, Hold.Kind.INSOLVENCY, Hold.Kind.REPRESENTATION),
    *(Hold.Kind.MINOR, Hold.Kind.OCCASION, Hold.Kind.NEW_NUMBER),
)
"""Of several the first is named."""


def happened(kind: str, now: datetime) -> Q:
    """Conversations that are about this kind of hold."""
    standing = Hold.objects.filter(
        Q(until=None) | Q(until__gt=now),
        customer=OuterRef("customer"),
        kind=kind,
        released_at=None,
    )
    return Q(Exists(standing), intent__in=sorted(GIVES_WAY))


def about(conversation: Conversation, now: datetime) -> str:
    """An intent, or a kind of hold. One query, or none."""
    return of_all([conversation], now)[conversation.pk]


def of_all(conversations: Iterable[Conversation], now: datetime) -> dict[int, str]:
    """The same of each, by its id. One query at most."""
    rows = list(conversations)
    people = {each.customer_id for each in rows if each.intent in GIVES_WAY and each.customer_id}
    told: dict[int, str] = {}
    if people:
        standing = Hold.objects.filter(
            Q(until=None) | Q(until__gt=now),
            customer__in=people,
            kind__in=HAPPENED,
            released_at=None,
        )
        for customer, kind in standing.values_list("customer", "kind"):
            before = told.get(customer)
            if before is None or HAPPENED.index(kind) < HAPPENED.index(before):
                told[customer] = kind
    return {
        each.pk: told.get(each.customer_id or 0, each.intent)
        if each.intent in GIVES_WAY
        else each.intent
        for each in rows
    }
