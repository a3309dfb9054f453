"""What people answered in the last seven days, beside the seven before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from feedback.models import ConversationReply
from messaging.outbox.sql import fetch
from messaging.replies.intents import PRECEDENCE, Intent

WEEK = timedelta(days=7)

_BY_INTENT = """
SELECT intent, count(*) FILTER (WHERE received_at > %s), count(*) FILTER (WHERE received_at <= %s)
FROM messaging_reply WHERE received_at > %s AND received_at <= %s GROUP BY intent
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """So many replies of one meaning this week and the week before."""

    intent: str
    number: int
    before: int


def by_intent(now: datetime) -> list[Answered]:
    """The gravest meaning first. One query."""
    rows = fetch(_BY_INTENT, now - WEEK, now - WEEK, now - 2 * WEEK, now)
    places = {str(intent): place for place, intent in enumerate([*PRECEDENCE, Intent.OTHER])}
    found = [Answered(intent, number, before) for intent, number, before in rows]
    return sorted(found, key=lambda each: places.get(each.intent, len(places)))


def replies(intent: str, now: datetime) -> QuerySet[ConversationReply]:
    """This week's replies of that meaning that are in a conversation, newest first."""
    found = ConversationReply.objects.filter(
        reply__intent=intent, reply__received_at__gt=now - WEEK, reply__received_at__lte=now
    )
    return (
        found.select_related("reply__customer", "conversation")
        .defer("reply__text")
        .order_by("-reply__received_at", "-pk")
    )
