"""Replies that nobody reads: first they come before the others, then supervisors hear of it, and
after the days of the policy what they hold ends. Loudly: by then two alarms have rung.

The days are the longest of the policies of the customer's lenders.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.holds import service as holds
from accounts.models import Hold, Lender, Loan
from feedback.alarms.limits import WARNED_BEFORE
from feedback.alarms.service import raise_alarm
from feedback.inbox import questions
from feedback.models import Alarm, Conversation, ConversationEvent, ConversationReply
from feedback.models.conversation import ORDINARY, PRESSING
from feedback.models.conversation_events import note_event
from messaging.models import in_force
from messaging.outbox.locks import lock_customers
from messaging.policy import profiles

log = logging.getLogger(__name__)

AT_ONCE = 500

# Once for each, also when the days were over: whoever had a hold of this reply gets no other.
_UNCOVERED = """
SELECT DISTINCT p.customer_id, r.id
FROM feedback_conversation c
JOIN feedback_conversationreply f ON f.conversation_id = c.id AND f.reply_id > c.read_upto
JOIN messaging_reply r ON r.id = f.reply_id AND r.needs_reading
JOIN accounts_contactpoint p ON p.address_hash = r.address_hash
WHERE c.state = 'open'
  AND NOT EXISTS (SELECT FROM accounts_hold h
                  WHERE h.customer_id = p.customer_id AND h.kind = 'unread_reply'
                    AND h.source = 'reply:' || r.id)
LIMIT %s
"""
# Overdue, and it holds somebody's texts.
_PRESS = """
UPDATE feedback_conversation c SET urgency = %(pressing)s, changed_at = %(now)s
WHERE c.state = 'open' AND c.urgency = %(ordinary)s AND c.due_at <= %(now)s
  AND (c.snoozed_until IS NULL OR c.snoozed_until <= %(now)s)
  AND c.id IN (
    SELECT f.conversation_id FROM accounts_hold h
    JOIN feedback_conversationreply f ON h.source = 'reply:' || f.reply_id
    WHERE h.kind = 'unread_reply' AND h.released_at IS NULL AND h.starts_at <= %(now)s)
"""


def age(now: datetime) -> dict[str, int]:
    """All steps; how many conversations or holds each touched."""
    return {
        "covered": cover(now),
        "pressing": press(now) + questions.press(now),
        "warned": warn(now),
        "asked": questions.ring(now),
        "ended": end(now),
    }


def cover(now: datetime) -> int:
    """Hold whoever has come to have a number since a reply from it came in, and nobody has read
    it: in a file brought in later, or while nobody knew whose number it was. How many holds."""
    with connection.cursor() as cursor:
        cursor.execute(_UNCOVERED, [AT_ONCE])
        found = cursor.fetchall()
    reason = _("A reply has come in that nobody has read yet.")
    missing = [
        Hold(
            customer_id=customer_id,
            kind=Hold.Kind.UNREAD_REPLY,
            reason=reason,
            source=f"reply:{reply_id}",
            starts_at=now,
        )
        for customer_id, reply_id in found
    ]
    if missing:
        with transaction.atomic():
            lock_customers({hold.customer_id for hold in missing})
            holds.place_all(missing)
    return len(missing)


def press(now: datetime) -> int:
    """What is overdue and holds texts comes before what is only due."""
    figures: dict[str, Any] = {"pressing": PRESSING, "ordinary": ORDINARY, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_PRESS, figures)
        return int(cursor.rowcount)


def warn(now: datetime) -> int:
    """Raise the alarm of what ends within a day, or is half over when the days are few."""
    return sum(_alarm(hold, now) for hold in _older(now, _warned_at))


def end(now: datetime) -> int:
    """End what nobody has read in the days of the policy, and say so; how many holds."""
    return sum(_end(hold, now) for hold in _older(now, _days))


def _days(days: int) -> timedelta:
    return timedelta(days=days)


def _warned_at(days: int) -> timedelta:
    return max(timedelta(days=days) - WARNED_BEFORE, timedelta(days=days) / 2)


def _older(now: datetime, age: Callable[[int], timedelta]) -> list[Hold]:
    """Holds of the age that follows from the days of their customer's policies."""
    days = _days_of_lenders(now)
    default = profiles.load(profiles.DEFAULT).unread_reply_days
    unread = Hold.objects.filter(
        kind=Hold.Kind.UNREAD_REPLY,
        released_at=None,
        starts_at__lte=now - age(min([*days.values(), default])),
    )
    found = list(unread.order_by("starts_at")[:AT_ONCE])
    owed = _lenders_of({hold.customer_id for hold in found})
    older = []
    for hold in found:
        theirs = [days.get(pk, default) for pk in owed.get(hold.customer_id, ())]
        if hold.starts_at <= now - age(max(theirs, default=default)):
            older.append(hold)
    return older


def _days_of_lenders(now: datetime) -> dict[int, int]:
    days = {}
    for lender in Lender.objects.all():
        try:
            _version, policy = in_force.policy(lender, now)
        except in_force.NothingInForce:
            continue
        days[lender.pk] = policy.unread_reply_days
    return days


def _lenders_of(customer_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Loan.objects.filter(customer__in=customer_ids).values_list("customer", "lender")
    for customer, lender in rows.distinct():
        found.setdefault(customer, set()).add(lender)
    return found


@transaction.atomic
def _alarm(hold: Hold, now: datetime) -> bool:
    """Whether it rings now and did not before."""
    filed = _filed(hold)
    return filed is not None and _ring(filed, now)


@transaction.atomic
def _end(hold: Hold, now: datetime) -> bool:
    filed = _filed(hold)
    reason = _("Nobody has read the reply in the days of the policy.")
    if not holds.release_all([hold.pk], by=None, reason=reason, now=now):
        return False
    if filed is None:
        log.error("%s was in no conversation when its hold ended unread", hold.source)
        return True
    if not _ring(filed, now):  # who had been warned is told again, from now on
        _ringing(filed).update(raised_at=now, taken_at=None, taken_by=None)
    note_event(filed.conversation, ConversationEvent.What.UNREAD_ENDED, by=None, now=now)
    return True


def _ring(filed: ConversationReply, now: datetime) -> bool:
    if _ringing(filed).filter(reply_id__gte=filed.reply_id).exists():
        return False
    raise_alarm(filed.conversation, kind=Alarm.Kind.UNREAD, reply=filed.reply, at=now)
    return True


def _ringing(filed: ConversationReply) -> QuerySet[Alarm]:
    return Alarm.objects.filter(
        conversation=filed.conversation, kind=Alarm.Kind.UNREAD, closed_at=None
    )


def _filed(hold: Hold) -> ConversationReply | None:
    """Its reply in its conversation, the conversation locked."""
    link = ConversationReply.objects.filter(reply=int(hold.source.removeprefix("reply:"))).first()
    if link is None:
        return None
    link.conversation = Conversation.objects.select_for_update(no_key=True).get(
        pk=link.conversation_id
    )
    return link
