"""One approved answer for many conversations in which the same is asked.

Nothing is decided here: each is judged as a single answer is (feedback.inbox.answering), first to
be looked at, then again as it is sent. Who may not be answered is left out, and the page says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import User
from accounts.models.choices import Language
from feedback.inbox import answering, care, fitting
from feedback.models import Alarm, Conversation, ConversationReply
from feedback.surveys.invitations import is_invitation
from messaging.content.chosen import asked_by
from messaging.models import Message, TemplateVersion, in_force
from messaging.transactional import answers

MOST = 50
"""Conversations of one answer: what a person can read before it goes. Our own limit."""
READ = 3
"""Replies of one conversation that nobody has read, as the page shows them: the newest."""

Seen = Sequence[tuple[int, int]]
"""Conversations, each with the newest reply that had come when it was chosen."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person: what they wrote, the text they would get, and when. `refused`: why they get
    none; `text` stands then as far as it could be made."""

    conversation: Conversation
    wrote: list[str] = field(repr=False)
    text: str = field(default="", repr=False)
    leaves_at: datetime | None = None
    refused: str = ""
    asks_else: bool = False
    """It is filed under something else than most of the others."""


def offered(seen: Seen, now: datetime) -> list[TemplateVersion]:
    """The answers that can be given to many, those that fit most replies on top. What has a day
    or an amount of one's own, and what asks for a rating, is given one by one."""
    found = [
        each
        for each in answers.snippets(Language.ZH_HANS, now)
        if not asked_by(each.body) and not is_invitation(each)
    ]
    fits: Counter[str] = Counter()
    for each in _conversations([pk for pk, _reply in seen]).values():
        text = personal.said(each.last_reply, "text", each.customer)
        best = fitting.fitting_codes(each.intent, text)[: fitting.SHOWN]
        fits.update({code: fitting.SHOWN - place for place, code in enumerate(best)})
    return sorted(found, key=lambda each: -fits[each.template.code])


def look(seen: Seen, *, template_id: int, by: User, now: datetime) -> list[Line]:
    """What each would get, in their order. A number of queries that does not grow with them."""
    found = _conversations([pk for pk, _reply in seen])
    versions = answers.in_languages(template_id, now)
    in_danger = set(
        Alarm.objects.filter(
            kind=Alarm.Kind.DISTRESS, closed_at=None, conversation__in=found
        ).values_list("conversation_id", flat=True)
    )
    unread = _unread(found)
    rows = [(found[pk], reply) for pk, reply in seen if pk in found]
    usual = Counter(each.intent for each, _reply in rows).most_common(1)
    said, told = [], []
    for each, reply in rows:
        version = _version(versions, each)
        refused = _refused(each, version, reply, by=by, in_danger=each.pk in in_danger)
        told.append((each, version, refused))
        said += [answers.Asked(each.last_reply, version)] if version else []
    prospects = iter(_prospects(said, now))
    return [
        _line(
            each,
            next(prospects) if version else None,
            refused,
            wrote=unread.get(each.pk) or [personal.said(each.last_reply, "text", each.customer)],
            asks_else=each.intent != usual[0][0],
        )
        for each, version, refused in told
    ]


def send(conversation_id: int, *, seen: int, template_id: int, by: User, now: datetime) -> Message:
    """To one of them, by the way of a single answer. Raises Refused."""
    found = _conversations([conversation_id])[conversation_id]
    version = _version(answers.in_languages(template_id, now), found)
    refused = _refused(found, version, seen, by=by, in_danger=False)
    if version is None or refused:
        raise Refused(refused)
    return answering.answer(found, version=version, by=by, now=now)


def _line(
    conversation: Conversation,
    prospect: answers.Prospect | None,
    refused: str,
    *,
    wrote: list[str],
    asks_else: bool,
) -> Line:
    if not refused and prospect is None:
        refused = _("Nobody knows whose number this is: it cannot be answered.")
    if not refused and prospect and not prospect.can_be_queued:
        refused = prospect.why_not
    return Line(
        conversation,
        wrote[-READ:],
        text=(prospect.text or "") if prospect else "",
        leaves_at=prospect.verdict.until if prospect else None,
        refused=refused,
        asks_else=asks_else,
    )


def _refused(
    conversation: Conversation,
    version: TemplateVersion | None,
    seen: int,
    *,
    by: User,
    in_danger: bool,
) -> str:
    """What speaks against answering this one, before what speaks against the text."""
    if conversation.state == Conversation.State.RESOLVED:
        return _("This conversation has been resolved already.")
    if conversation.owner_id not in (None, by.pk):
        return _("%(person)s has this conversation.") % {"person": conversation.owner}
    if conversation.last_reply_id > seen:
        return _("The customer has written again: read it first.")
    if conversation.masked:
        return _("Nothing is answered while it is not sure who writes.")
    if in_danger and not (version and care.is_care(version)):
        return _("Somebody may be in danger: call first. No answer about money until then.")
    if conversation.customer is None:
        return _("Nobody knows whose number this is: it cannot be answered.")
    if version is None:
        return _("This answer is not approved in the customer's language.")
    return ""


def _version(
    versions: dict[str, TemplateVersion], conversation: Conversation
) -> TemplateVersion | None:
    customer = conversation.last_reply.customer
    return versions.get(customer.language_to_use) if customer else None


def _prospects(said: list[answers.Asked], now: datetime) -> list[answers.Prospect | None]:
    try:
        return answers.prospects_of(said, now)
    except in_force.NothingInForce:
        return [None] * len(said)


def _conversations(ids: Sequence[int]) -> dict[int, Conversation]:
    rows = Conversation.objects.select_related(
        *("customer", "contact_point", "owner", "last_reply__customer"),
        "last_reply__answers__lender",
    ).prefetch_related("customer__contact_points")
    return rows.in_bulk(ids)


def _unread(found: dict[int, Conversation]) -> dict[int, list[str]]:
    """What nobody has read yet, masked, the oldest first."""
    rows = ConversationReply.objects.filter(conversation__in=found).select_related("reply")
    told: dict[int, list[str]] = {}
    for row in rows.order_by("reply_id"):
        conversation = found[row.conversation_id]
        if row.reply_id > conversation.read_upto:
            text = personal.said(row.reply, "text", conversation.customer)
            told.setdefault(conversation.pk, []).append(text)
    return told
