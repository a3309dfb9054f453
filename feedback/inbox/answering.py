"""Answering in a conversation: approved texts, judged by the policy at this moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from feedback.inbox import assignment
from feedback.models import Conversation, ConversationEvent
from feedback.models.conversation_events import note_event
from feedback.surveys import invitations as survey_invitations
from messaging.models import Message, Reply, TemplateVersion, in_force
from messaging.transactional import answers


def prospects(conversation: Conversation, now: datetime) -> list[answers.Prospect]:
    """The approved answers in the customer's language, as each would read and whether it may go."""
    reply = _reply(conversation)
    if reply.customer is None or conversation.masked:
        return []
    try:
        snippets = answers.snippets(reply.customer.language_to_use, now)
        return answers.prospects(reply, survey_invitations.offered(snippets, reply, now), now)
    except in_force.NothingInForce:
        return []


@transaction.atomic
def answer(
    conversation: Conversation, *, version: TemplateVersion, by: User, now: datetime
) -> Message:
    """Queue this text as the answer to the last reply. Raises Refused."""
    fresh = assignment.read(conversation, by=by, now=now)
    if fresh.masked:
        raise Refused(_("Nothing is answered while it is not sure who writes."))
    reply = _reply(fresh)
    message = answers.queue(reply, version=version, by=by, now=now)
    if survey_invitations.is_invitation(version):
        survey_invitations.invite(reply, message=message, now=now)
    fresh.changed_at, fresh.unread = now, False
    fresh.save(update_fields=["changed_at", "unread"])
    note_event(
        fresh, ConversationEvent.What.ANSWERED, by=by, now=now, detail=f"message:{message.pk}"
    )
    return message


def _reply(conversation: Conversation) -> Reply:
    return Reply.objects.select_related("customer", "answers__lender").get(
        pk=conversation.last_reply_id
    )
