"""Many conversations in one act: taken, given to a colleague, resolved; and a resolution undone.

In sets, whatever their number: all rows locked in the order of their ids, those that may not be
touched left as they are with a reason, and the rest changed by one statement each.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from feedback.alarms import service as alarms
from feedback.inbox import filters, reading
from feedback.models import Alarm, Conversation, ConversationEvent

MOST = 500
"""So many at once: what a transaction locks for as long as somebody waits for a page."""

What, State = ConversationEvent.What, Conversation.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """`done`: how many; `left`: what was not touched, and why; `key`: what an undo is asked with;
    `more`: there are more than are done at once."""

    done: int
    left: list[tuple[Conversation, str]] = field(default_factory=list)
    key: str = ""
    more: bool = False


@transaction.atomic
def resolve(seen: Mapping[int, int], *, by: User, now: datetime) -> Outcome:
    """Nothing is left to do for these. `seen`: conversation → the newest reply the page showed of
    it; where the customer has written since, it stays."""
    locked = _locked(Conversation.objects.filter(pk__in=list(seen)[:MOST]))
    why = _in_the_way(locked, by)
    for each in locked:
        if each.pk not in why and each.last_reply_id > seen[each.pk]:
            why[each.pk] = _("The customer has written again.")
    return _resolve(locked, why, by=by, now=now, more=len(seen) > MOST)


@transaction.atomic
def resolve_chatter(*, by: User, now: datetime, within: filters.Filters | None = None) -> Outcome:
    """All that is small talk, asks nothing and holds nothing; what a colleague has stays."""
    rows = Conversation.objects.filter(filters.chatter(), Q(owner=None) | Q(owner=by))
    if within is not None:
        rows = rows.filter(within.condition(by=by, now=now))
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    # Looked at again under the lock: a reply may have come in since.
    locked = _locked(Conversation.objects.filter(filters.chatter(), pk__in=ids[:MOST]))
    why = _in_the_way(locked, by)
    return _resolve(locked, why, by=by, now=now, more=len(ids) > MOST)


@transaction.atomic
def reopen(key: str, *, by: User, now: datetime) -> Outcome:
    """Take a resolution of many back, by who did it; where the customer has begun another
    conversation since, it stays resolved."""
    events = ConversationEvent.objects.filter(what=What.RESOLVED, by=by, detail=_detail(key))
    locked = _locked(Conversation.objects.filter(pk__in=events.values("conversation")))
    others = _with_another_open(locked)
    why = {
        each.pk: _("The customer has written again: work on that one.")
        for each in locked
        if each.pk in others
    }
    rows = [each for each in locked if each.pk not in why and each.state == State.RESOLVED]
    _all(rows).update(
        state=State.OPEN, resolved_at=None, resolved_by=None, unread=False, changed_at=now
    )
    _tell(rows, What.REOPENED, by=by, now=now)
    return Outcome(len(rows), _left(locked, why))


@transaction.atomic
def give(ids: Collection[int], *, to: User, by: User, now: datetime) -> Outcome:
    """Take them, or give them to a colleague. What somebody has, only who assigns takes away."""
    if not to.is_active or not to.has_perm("feedback.change_conversation"):
        raise Refused(_("%(person)s does not work in the inbox.") % {"person": to})
    locked = _locked(Conversation.objects.filter(pk__in=list(ids)[:MOST]))
    assigns = by.has_perm("feedback.assign_conversation")
    why = {
        each.pk: reason
        for each in locked
        if (reason := _closed(each) or ("" if assigns else _anothers(each, by)))
    }
    rows = [each for each in locked if each.pk not in why and each.owner_id != to.pk]
    _all(rows).update(owner=to, changed_at=now)
    standing = Alarm.objects.filter(conversation__in=rows, closed_at=None)
    if to == by:
        standing.filter(taken_at=None).update(taken_at=now, taken_by=by)
    else:
        standing.filter(taken_at__isnull=False).update(taken_at=None, taken_by=None)
    what = What.TAKEN if to == by else What.HANDED_OVER
    _tell(rows, what, by=by, now=now, detail=f"user:{to.pk}")
    return Outcome(len(rows), _left(locked, why), more=len(ids) > MOST)


def _resolve(
    locked: list[Conversation], why: Mapping[int, str], *, by: User, now: datetime, more: bool
) -> Outcome:
    rows = [each for each in locked if each.pk not in why]
    reading.lift_all([each.pk for each in rows], by=by, now=now)
    with alarms.guarded():
        _all(rows).update(
            state=State.RESOLVED,
            resolved_at=now,
            resolved_by=by,
            snoozed_until=None,
            waits_since=None,
            unread=False,
            changed_at=now,
        )
    key = secrets.token_urlsafe(9) if rows else ""
    _tell(rows, What.RESOLVED, by=by, now=now, detail=_detail(key))
    return Outcome(len(rows), _left(locked, why), key, more)


def _in_the_way(locked: Iterable[Conversation], by: User) -> dict[int, str]:
    """What keeps each of them open, for this person."""
    distress = set(
        Alarm.objects.filter(
            conversation__in=locked, kind=Alarm.Kind.DISTRESS, closed_at=None
        ).values_list("conversation", flat=True)
    )
    return {
        each.pk: reason
        for each in locked
        if (
            reason := _closed(each)
            or _anothers(each, by)
            or (_("Distress is closed by a call.") if each.pk in distress else "")
        )
    }


def _closed(each: Conversation) -> str:
    return "" if each.state == State.OPEN else _("This conversation has been resolved already.")


def _anothers(each: Conversation, by: User) -> str:
    if each.owner_id in (None, by.pk):
        return ""
    return _("%(person)s has this conversation.") % {"person": each.owner}


def _with_another_open(rows: Collection[Conversation]) -> set[int]:
    """Those of whose number and customer another one is open."""
    open_ones = {
        (each.channel, bytes(each.address_hash), each.customer_id)
        for each in Conversation.objects.filter(
            state=State.OPEN, address_hash__in=[bytes(each.address_hash) for each in rows]
        ).only("channel", "address_hash", "customer")
    }
    return {
        each.pk
        for each in rows
        if (each.channel, bytes(each.address_hash), each.customer_id) in open_ones
    }


def _locked(rows: QuerySet[Conversation]) -> list[Conversation]:
    found = rows.order_by("pk").select_for_update(no_key=True, of=("self",))
    return list(found.prefetch_related("owner"))


def _all(rows: Iterable[Conversation]) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk__in=[each.pk for each in rows])


def _left(locked: Iterable[Conversation], why: Mapping[int, str]) -> list[tuple[Conversation, str]]:
    return [(each, why[each.pk]) for each in locked if each.pk in why]


def _detail(key: str) -> str:
    return f"together:{key}"


def _tell(rows: Iterable[Conversation], what: str, **event: Any) -> None:
    now = event.pop("now")
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation=each, what=what, at=now, **event) for each in rows
    )
