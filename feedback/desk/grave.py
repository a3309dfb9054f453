"""What may not wait, with a clock: distress, severe complaints, and what names an authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.disclosure import personal
from accounts.models import Customer
from feedback.models import Alarm, Complaint, Conversation
from feedback.models.conversation import PRESSING

MOST = 20
"""Of each kind; more of them are no list but an alarm."""


@dataclass(frozen=True, slots=True)
class Grave:
    """`kind`: distress, complaint or authority; `page` and `key` lead to it."""

    kind: str
    who: str
    since: datetime
    owner: Any
    page: str
    key: int
    due: Any = None


def grave(now: datetime) -> list[Grave]:
    """Distress first, then complaints, then replies; of each the longest first. Three queries."""
    return [*_distress(), *_complaints(), *_replies(now)]


def _distress() -> list[Grave]:
    found = Alarm.objects.filter(kind=Alarm.Kind.DISTRESS, closed_at=None)
    found = found.select_related("conversation__customer", "taken_by").order_by("raised_at")
    return [
        Grave(
            "distress",
            _name(each.conversation.customer),
            each.raised_at,
            each.taken_by,
            "admin:conversation",
            each.conversation_id,
        )
        for each in found[:MOST]
    ]


def _complaints() -> list[Grave]:
    found = Complaint.objects.filter(
        severity=Complaint.Severity.SEVERE, next_due_on__isnull=False
    ).select_related("customer", "owner")
    return [
        Grave(
            "complaint",
            f"{each.number} · {_name(each.customer)}",
            each.opened_at,
            each.owner,
            "admin:complaint",
            each.pk,
            each.next_due_on,
        )
        for each in found.order_by("next_due_on", "pk")[:MOST]
    ]


def _replies(now: datetime) -> list[Grave]:
    found = Conversation.objects.filter(
        Q(snoozed_until=None) | Q(snoozed_until__lte=now),
        state=Conversation.State.OPEN,
        urgency=PRESSING,
        last_reply__severe=True,
    ).select_related("customer", "owner")
    return [
        Grave(
            "authority",
            _name(each.customer),
            each.last_at,
            each.owner,
            "admin:conversation",
            each.pk,
            each.due_at,
        )
        for each in found.order_by("due_at", "pk")[:MOST]
    ]


def _name(customer: Customer | None) -> str:
    return personal.masked_name(customer) if customer is not None else ""
