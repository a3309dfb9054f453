"""One customer, one piece of work: conversations of several numbers or channels worked on as one.

The one that is merged is resolved and says into which; its thread shows there, what its number
writes from then on is filed there, and the clock is the one that ends first. Taken apart, each has
what its own number wrote. Whoever does either says why.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from accounts.privacy.hiding import hides
from feedback.alarms import service as alarms
from feedback.inbox import clock
from feedback.inbox.urgency import more_urgent
from feedback.models import Alarm, Conversation, ConversationEvent, ConversationReply
from feedback.models.conversation_events import note_event
from messaging.models import Reply

What = ConversationEvent.What
State = Conversation.State
MOST = 20
"""Conversations of one customer that are offered, and numbers of one piece of work."""


@hides("address")
class Part(NamedTuple):
    """One conversation of a piece of work: its id, channel and address."""

    pk: int
    channel: str
    address: bytes


def others(conversation: Conversation) -> list[Conversation]:
    """The customer's other open conversations, the newest first. One query."""
    if conversation.customer_id is None or conversation.state != State.OPEN:
        return []
    rows = Conversation.objects.filter(customer=conversation.customer_id, state=State.OPEN)
    return list(
        rows.exclude(pk=conversation.pk)
        .select_related("owner", "contact_point")
        .order_by("-pk")[:MOST]
    )


def members(conversation: Conversation) -> list[Conversation]:
    """Those that were merged into this one. One query."""
    return list(conversation.merged.select_related("contact_point").order_by("pk")[:MOST])


def parts(conversation: Conversation) -> list[Part]:
    """All that is worked on in it, itself first. One query."""
    merged = conversation.merged.order_by("pk").values_list("pk", "channel", "address_hash")[:MOST]
    return [
        Part(conversation.pk, conversation.channel, bytes(conversation.address_hash)),
        *(Part(pk, channel, bytes(address)) for pk, channel, address in merged),
    ]


def numbers(conversation: Conversation) -> list[tuple[str, bytes]]:
    """Channel and address of each, once. One query."""
    return list(dict.fromkeys((each.channel, each.address) for each in parts(conversation)))


@transaction.atomic
def merge(
    conversation: Conversation, *, other: Conversation, by: User, reason: str, now: datetime
) -> Conversation:
    """Go on with both in `conversation`. Raises Refused for what is another's, of somebody else, or
    in distress, which is gone on with itself."""
    why = given(reason)
    into, gone = _both(conversation, other)
    if into.customer_id is None or into.customer_id != gone.customer_id:
        raise Refused(_("Only conversations of one customer are merged."))
    for each in (into, gone):
        if each.owner_id not in (None, by.pk) and not by.has_perm("feedback.assign_conversation"):
            raise Refused(_("%(person)s has this conversation.") % {"person": each.owner})
    alarm = Alarm.objects.filter(conversation=gone)
    if alarm.filter(Q(closed_at=None) | Q(kind=Alarm.Kind.DISTRESS)).exists():
        raise Refused(_("There was distress there: open that one, and merge this one into it."))
    moved = list(gone.merged.select_for_update(no_key=True))
    for each in moved:
        each.merged_into = None
        each.save(update_fields=["merged_into"])
    _take_over(into, gone, by=by, now=now)
    gone.state, gone.resolved_at, gone.resolved_by = State.RESOLVED, now, by
    gone.merged_into = into
    gone.snoozed_until = gone.waits_since = None
    gone.unread, gone.changed_at = False, now
    with alarms.guarded():
        gone.save()
    for each in moved:
        each.merged_into = into
        each.save(update_fields=["merged_into"])
    ConversationReply.objects.filter(conversation=gone).update(conversation=into)
    into.changed_at = now
    into.save()
    note_event(into, What.MERGED, by=by, now=now, detail=f"conversation:{gone.pk}", note=why)
    note_event(gone, What.MERGED, by=by, now=now, detail=f"into:{into.pk}", note=why)
    return into


@transaction.atomic
def take_apart(
    conversation: Conversation, *, other: Conversation, by: User, reason: str, now: datetime
) -> Conversation:
    """`other`, which was merged into `conversation`, is work of its own again, and `by`'s. Raises
    Refused."""
    why = given(reason)
    into, gone = _both(conversation, other)
    if gone.merged_into_id != into.pk:
        raise Refused(_("It is not merged into this one any more."))
    if into.owner_id not in (None, by.pk) and not by.has_perm("feedback.assign_conversation"):
        raise Refused(_("%(person)s has this conversation.") % {"person": into.owner})
    _give_back(into, gone)
    gone.state, gone.resolved_at, gone.resolved_by = State.OPEN, None, None
    gone.merged_into, gone.owner, gone.changed_at = None, by, now
    gone.read_upto = max(gone.read_upto, min(into.read_upto, gone.last_reply_id))
    try:
        with transaction.atomic():
            gone.save()
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("The customer has written again: work on that one.")) from error
    into.changed_at = now
    into.save()
    note_event(into, What.UNMERGED, by=by, now=now, detail=f"conversation:{gone.pk}", note=why)
    note_event(gone, What.UNMERGED, by=by, now=now, detail=f"from:{into.pk}", note=why)
    return gone


def goes_on_in(reply: Reply) -> int | None:
    """The open conversation in which what this number writes is worked on, if it was merged."""
    if reply.customer_id is None:
        return None
    merged = Conversation.objects.filter(
        customer=reply.customer_id,
        channel=reply.channel,
        address_hash=reply.address_hash,
        merged_into__state=State.OPEN,
    )
    return merged.order_by("-pk").values_list("merged_into_id", flat=True).first()


def _both(conversation: Conversation, other: Conversation) -> tuple[Conversation, Conversation]:
    """Both locked, in the order of their ids, and the first open."""
    if conversation.pk == other.pk:
        raise Refused(_("Choose another conversation."))
    found = Conversation.objects.select_for_update(no_key=True).in_bulk(
        sorted([conversation.pk, other.pk])
    )
    into, gone = found[conversation.pk], found[other.pk]
    if into.state != State.OPEN or (gone.state != State.OPEN and gone.merged_into_id is None):
        raise Refused(_("This conversation has been resolved already."))
    if into.last_reply_id > conversation.last_reply_id:
        raise Refused(_("The customer has written again: read it first."))
    return into, gone


def _take_over(into: Conversation, gone: Conversation, *, by: User, now: datetime) -> None:
    """The graver of both, due at the earlier time; a clock stands still only if both do. Not
    saved."""
    into.intent = more_urgent(into.intent, gone.intent)
    into.urgency = min(into.urgency, gone.urgency)
    if not (clock.stands(into, now) and clock.stands(gone, now)):
        clock.go_on(into, now)
        clock.go_on(gone, now)
    into.due_at = min(into.due_at, gone.due_at)
    into.asks_since = min(filter(None, (into.asks_since, gone.asks_since)), default=None)
    into.owner_id = into.owner_id or gone.owner_id or by.pk
    into.unread = into.unread or gone.unread
    into.masked = into.masked or gone.masked
    if gone.masked:
        into.verified_at = into.verified_by = None
    if gone.last_reply_id > into.last_reply_id:
        into.last_reply_id, into.last_at = gone.last_reply_id, gone.last_at
        into.read_upto = gone.read_upto


def _give_back(into: Conversation, gone: Conversation) -> None:
    """What the number of `gone` wrote is its own again. Not saved."""
    of_number = {"channel": gone.channel, "address_hash": bytes(gone.address_hash)}
    filed = ConversationReply.objects.filter(conversation=into)
    mine = Reply.objects.filter(**of_number, customer=gone.customer_id)
    filed.filter(reply__in=mine).update(conversation=gone)
    for each in (into, gone):
        last = (
            Reply.objects.filter(filed__conversation=each)
            .order_by("-pk")
            .values_list("pk", "received_at")
            .first()
        )
        if last is not None:
            each.last_reply_id, each.last_at = last
