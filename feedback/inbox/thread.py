"""The thread: what we sent to this number, what came back, what was done, in one order of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from hashlib import sha256
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.disclosure import personal
from accounts.models import Customer, User
from feedback import references
from feedback.inbox import intent_labels, merged_pages, merging
from feedback.inbox.merged_pages import Place
from feedback.models import Conversation, ConversationEvent
from messaging import labels
from messaging.inbound import on_pages
from messaging.models import Message, Reply
from messaging.models.message_states import MessageState

SHOWN = 40
"""Entries of a page; older ones are a page further."""

Parts = Sequence[merging.Part]

NOTICEABLE = timedelta(minutes=1)

MESSAGE, REPLY, EVENT = "message", "reply", "event"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `text` None: there is none, or it is hidden; `hidden` says which. `covered`: it
    has a number that is masked for this person (feedback.inbox.numbers)."""

    kind: str
    at: datetime
    title: str
    text: str | None = field(default=None, repr=False)
    who: str = ""
    state: str = ""
    why: str = ""
    hidden: bool = False
    covered: bool = False
    link: int | None = None
    written_at: datetime | None = None
    """When a text was queued, where it was handed over noticeably later."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Oldest first. `before` is the place to ask older entries with; None: these are all."""

    entries: list[Entry]
    before: Place | None
    version: str


def thread(
    conversation: Conversation, *, before: Place | None = None, numbers: bool = False
) -> Thread:
    """Five queries, whatever was said; the customer's own name and numbers are masked in it, and
    others that a customer wrote, unless `numbers`. Debts are hidden while it is not sure who
    writes."""
    parts = merging.parts(conversation)
    kinds: Sequence[tuple[QuerySet[Any], str]] = (
        (_events(parts), "at"),
        (_replies(conversation, parts), "received_at"),
        (_messages(conversation, parts), "created_at"),
    )
    found = [
        placed
        for number, (rows, column) in enumerate(kinds)
        for placed in merged_pages.newest(rows, column, kind=number, before=before, most=SHOWN)
    ]
    shown, older = merged_pages.page(found, SHOWN)
    names = _names([row for row in shown if isinstance(row, ConversationEvent)])
    person = conversation.customer
    masked = conversation.masked
    entries = [
        _entry(row, names, person, masked=masked, numbers=numbers) for row in reversed(shown)
    ]
    return Thread(entries, older, version(conversation))


def version(conversation: Conversation) -> str:
    """Changes whenever the newest page of the thread would: three small queries."""
    parts = merging.parts(conversation)
    newest = _messages(conversation, parts).order_by("-created_at", "-pk")
    states = newest.values_list("pk", "state", "not_before")[:10]
    last = _events(parts).order_by("-pk").values_list("pk", flat=True).first()
    seen = [conversation.changed_at, conversation.owner_id, conversation.state, last, *states]
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _messages(conversation: Conversation, parts: Parts) -> QuerySet[Message]:
    messages = Message.objects.filter(
        customer=conversation.customer_id, address_hash__in=[each.address for each in parts]
    )
    if conversation.customer_id is None:
        messages = messages.none()
    return messages.select_related("template_version__template", "answer__by")


def _replies(conversation: Conversation, parts: Parts) -> QuerySet[Reply]:
    of_numbers = reduce(or_, (Q(channel=of.channel, address_hash=of.address) for of in parts))
    return Reply.objects.filter(of_numbers, customer=conversation.customer_id)


def _events(parts: Parts) -> QuerySet[ConversationEvent]:
    """Its own, and those of what was merged into it."""
    mine = ConversationEvent.objects.filter(conversation__in=[each.pk for each in parts])
    return mine.select_related("by")


def _entry(
    row: Message | Reply | ConversationEvent,
    names: Mapping[int, User],
    customer: Customer | None,
    *,
    masked: bool,
    numbers: bool,
) -> Entry:
    if isinstance(row, Message):
        return _of_message(row, customer, masked=masked)
    if isinstance(row, Reply):
        return _of_reply(row, customer, numbers=numbers)
    return _of_event(row, names, customer, numbers=numbers)


def _of_message(message: Message, customer: Customer | None, *, masked: bool) -> Entry:
    text = personal.shown(message, "body", customer) or None
    version = message.template_version
    answer = getattr(message, "answer", None)
    at = message.handed_over_at or message.created_at
    return Entry(
        kind=MESSAGE,
        at=at,
        written_at=message.created_at if at - message.created_at >= NOTICEABLE else None,
        title=str(version.template) if version else message.get_content_class_display(),
        text=None if masked else text,
        who=str(answer.by) if answer else "",
        state=message.get_state_display(),
        why=_why(message),
        hidden=masked and text is not None,
        link=message.pk,
    )


def _why(message: Message) -> str:
    """Held until 08:00: quiet hours."""
    if not message.reason:
        return ""
    reason = labels.reason(message.reason)
    if message.state == MessageState.QUEUED and message.not_before is not None:
        until = date_format(localtime(message.not_before), "SHORT_DATETIME_FORMAT")
        return _("held until %(time)s: %(reason)s") % {"time": until, "reason": reason}
    return reason


def _of_reply(reply: Reply, customer: Customer | None, *, numbers: bool) -> Entry:
    text = personal.said(reply, "text", customer, numbers=numbers)
    return Entry(
        kind=REPLY,
        at=reply.received_at,
        title=intent_labels.topic(reply.intent, reply) or intent_labels.intent(reply.intent),
        who=_said_where(reply),
        text=text,
        covered=text != personal.shown(reply, "text", customer),
        why=_("Nothing more is sent to this number.") if reply.suppressed else "",
    )


def _said_where(reply: Reply) -> str:
    if not on_pages.is_of_a_page(reply):
        return ""
    number = references.written(references.PAID, reply.pk)
    return _("on the customer’s own page, %(number)s") % {"number": number}


def _of_event(
    event: ConversationEvent,
    names: Mapping[int, User],
    customer: Customer | None,
    *,
    numbers: bool,
) -> Entry:
    note = personal.said(event, "note", customer, numbers=numbers)
    return Entry(
        kind=EVENT,
        at=event.at,
        title=event.get_what_display(),
        text=note or None,
        covered=note != personal.shown(event, "note", customer),
        who=str(event.by or ""),
        why=intent_labels.detail(event, names),
    )


def _names(events: list[ConversationEvent]) -> dict[int, User]:
    """The colleagues that details of these events name. One query, or none."""
    people = {
        int(event.detail.removeprefix("user:"))
        for event in events
        if event.detail.startswith("user:")
    }
    return User.objects.in_bulk(people) if people else {}
