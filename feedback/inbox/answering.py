"""Answering in a conversation: approved texts, judged by the policy at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from feedback.inbox import answered, assignment, care, fitting, offering, questions
from feedback.models import Conversation, ConversationEvent
from feedback.models.conversation_events import note_event
from feedback.promises import reading
from feedback.surveys import invitations as survey_invitations
from messaging.content.chosen import NOTHING, Chosen
from messaging.models import Message, Reply, TemplateVersion, in_force
from messaging.transactional import answers


@dataclass(frozen=True, slots=True)
class Offer:
    """The approved answers at hand: those that fit the reply, the best first, and the others.

    `refused`: the one reason for which none of them may be sent; empty when one may.
    `care_alone`: somebody may be in danger, and answers about money are not at hand.
    """

    fitting: list[answers.Prospect] = field(default_factory=list)
    others: list[answers.Prospect] = field(default_factory=list)
    refused: str = ""
    care_alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.fitting or self.others)


def offer(
    conversation: Conversation,
    now: datetime,
    *,
    chosen: int | None = None,
    filled: Chosen | None = None,
) -> Offer:
    """What may be answered, as each text would read now. `chosen`: a version somebody had chosen
    already, which comes first; `filled`: with what they filled it in."""
    by_version = {} if chosen is None or filled is None else {chosen: filled}
    found = prospects(conversation, now, chosen=by_version)
    reply = _reply(conversation)
    codes = fitting.fitting_codes(
        conversation.intent,
        reply.text,
        heard=reading.heard_in(reply, now),
        settled=offering.all_settled(reply, now),
    )
    rank = {code: place for place, code in enumerate(codes[: fitting.SHOWN])}
    first = [each for each in found if each.version.template.code in rank]
    first.sort(key=lambda each: rank[each.version.template.code])
    if mine := [each for each in found if each.version.pk == chosen]:
        first = [*mine, *(each for each in first if each not in mine)]
    reasons = {each.why_not for each in found if not each.can_be_queued and not each.problem}
    closed = len(reasons) == 1 and not any(each.can_be_queued for each in found)
    return Offer(
        fitting=first or found[:1],
        others=[each for each in found if each not in (first or found[:1])],
        refused=reasons.pop() if closed else "",
        care_alone=care.alone(conversation),
    )


def prospects(
    conversation: Conversation,
    now: datetime,
    *,
    chosen: Mapping[int, Chosen] = MappingProxyType({}),
) -> list[answers.Prospect]:
    """The approved answers in the customer's language, as each would read and whether it may go;
    with what was `chosen` for a version, else with what the reply or a promise says."""
    reply = _reply(conversation)
    if reply.customer is None or conversation.masked:
        return []
    try:
        snippets = answers.snippets(reply.customer.language_to_use, now)
        at_hand = survey_invitations.offered(snippets, reply, now)
        if care.alone(conversation):
            at_hand = care.of_care(at_hand)
        asked = any(map(offering.leaves_open, at_hand))
        offered = offering.offered(reply, now) if asked else NOTHING
        return answers.prospects(reply, at_hand, now, chosen=chosen, offered=offered)
    except in_force.NothingInForce:
        return []


@transaction.atomic
def answer(
    conversation: Conversation,
    *,
    version: TemplateVersion,
    by: User,
    now: datetime,
    chosen: Chosen = NOTHING,
) -> Message:
    """Queue this text, with what was `chosen` for it, as the answer to the last reply. Raises
    Refused."""
    fresh = assignment.read(conversation, by=by, now=now)
    if fresh.masked:
        raise Refused(_("Nothing is answered while it is not sure who writes."))
    if care.alone(fresh) and not care.is_care(version):
        raise Refused(_("Somebody may be in danger: call first. No answer about money until then."))
    reply = _reply(fresh)
    message = answers.queue(reply, version=version, by=by, now=now, chosen=chosen)
    if survey_invitations.is_invitation(version):
        survey_invitations.invite(reply, message=message, now=now)
    questions.dealt_with(fresh, upto=conversation.last_reply_id, by=by, now=now)
    fresh.changed_at, fresh.unread = now, False
    if fresh.last_reply_id == conversation.last_reply_id:
        answered.put_behind(fresh, now)
    fresh.save(update_fields=["changed_at", "unread", "due_at", "urgency"])
    note_event(
        fresh, ConversationEvent.What.ANSWERED, by=by, now=now, detail=f"message:{message.pk}"
    )
    return message


def _reply(conversation: Conversation) -> Reply:
    return Reply.objects.select_related("customer", "answers__lender").get(
        pk=conversation.last_reply_id
    )
