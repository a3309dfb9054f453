"""The thread: what we sent to this number, what came back, what was done, in one order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.keys import keyring
from accounts.models import User
from feedback.inbox import words
from feedback.inbox.desk import NOTE
from feedback.models import Conversation, ConversationEvent
from messaging import labels
from messaging.inbound.replies import PURPOSE
from messaging.models import Message, Reply

SHOWN = 40
"""Entries of each kind that are read at once; older ones are a page further."""

MESSAGE, REPLY, EVENT = "message", "reply", "event"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `text` None: there is none, or it is hidden; `hidden` says which."""

    kind: str
    at: datetime
    title: str
    text: str | None = None
    who: str = ""
    state: str = ""
    why: str = ""
    hidden: bool = False
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """Oldest first. `before` is the time to ask older entries with; None: these are all."""

    entries: list[Entry]
    before: datetime | None
    version: str


def thread(conversation: Conversation, *, before: datetime | None = None) -> Thread:
    """Three queries, whatever was said. Debts are hidden while it is not sure who writes."""
    messages = list(_messages(conversation, before))
    replies = list(_replies(conversation, before))
    events = list(_events(conversation, before))
    found = [
        *(_of_message(each, masked=conversation.masked) for each in messages),
        *(_of_reply(each) for each in replies),
        *_of_events(events),
    ]
    found.sort(key=lambda entry: entry.at)
    cut = [rows[-1] for rows in (messages, replies, events) if len(rows) == SHOWN]
    begin = max((_moment(row) for row in cut), default=None)
    if begin is not None:  # older entries of the other kinds come with the next page
        found = [entry for entry in found if entry.at >= begin]
    return Thread(found, begin, version(conversation))


def version(conversation: Conversation) -> str:
    """Changes whenever the newest page of the thread would: two small queries."""
    states = _messages(conversation, None).values_list("pk", "state", "not_before")[:10]
    last = conversation.events.order_by("-pk").values_list("pk", flat=True).first()
    seen = [conversation.changed_at, conversation.owner_id, conversation.state, last, *states]
    return sha256(repr(seen).encode()).hexdigest()[:16]


def _messages(conversation: Conversation, before: datetime | None) -> QuerySet[Message]:
    messages = Message.objects.filter(
        customer=conversation.customer_id, address_hash=conversation.address_hash
    )
    if conversation.customer_id is None:
        messages = messages.none()
    if before is not None:
        messages = messages.filter(created_at__lt=before)
    chosen = messages.select_related("template_version__template", "answer__by")
    return chosen.order_by("-created_at", "-pk")[:SHOWN]


def _replies(conversation: Conversation, before: datetime | None) -> QuerySet[Reply]:
    replies = Reply.objects.filter(
        channel=conversation.channel,
        address_hash=conversation.address_hash,
        customer=conversation.customer_id,
    )
    if before is not None:
        replies = replies.filter(received_at__lt=before)
    return replies.order_by("-received_at", "-pk")[:SHOWN]


def _events(conversation: Conversation, before: datetime | None) -> QuerySet[ConversationEvent]:
    events = conversation.events.select_related("by")
    if before is not None:
        events = events.filter(at__lt=before)
    return events.order_by("-at", "-pk")[:SHOWN]


def _moment(row: Message | Reply | ConversationEvent) -> datetime:
    if isinstance(row, Message):
        return row.created_at
    return row.received_at if isinstance(row, Reply) else row.at


def _of_message(message: Message, *, masked: bool) -> Entry:
    text = keyring().decrypt(bytes(message.body_enc), "message.body") if message.body_enc else None
    version = message.template_version
    answer = getattr(message, "answer", None)
    return Entry(
        kind=MESSAGE,
        at=message.created_at,
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
    if message.state == "queued" and message.not_before is not None:
        until = localtime(message.not_before).strftime("%m-%d %H:%M")
        return _("held until %(time)s: %(reason)s") % {"time": until, "reason": reason}
    return reason


def _of_reply(reply: Reply) -> Entry:
    return Entry(
        kind=REPLY,
        at=reply.received_at,
        title=words.intent(reply.intent),
        text=keyring().decrypt(bytes(reply.text_enc), PURPOSE),
        why=_("Nothing more is sent to this number.") if reply.suppressed else "",
    )


def _of_events(events: list[ConversationEvent]) -> list[Entry]:
    people = {
        int(event.detail.removeprefix("user:"))
        for event in events
        if event.detail.startswith("user:")
    }
    names = User.objects.in_bulk(people) if people else {}
    return [
        Entry(
            kind=EVENT,
            at=event.at,
            title=event.get_what_display(),
            text=keyring().decrypt(bytes(event.note_enc), NOTE) if event.note_enc else None,
            who=str(event.by or ""),
            why=words.detail(event, names),
        )
        for event in events
    ]
