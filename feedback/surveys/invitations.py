"""The text that invites a customer to rate us by a reply: an approved answer like any other.

It is offered only to those whose figure would be heard, and once: a survey is open, or a complaint
was answered lately and asking is due. So a figure that comes back always answers something.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.models import Customer, Lender
from feedback.models import Complaint, Survey
from feedback.surveys import service as surveys
from messaging.models import Message, Reply, TemplateVersion
from messaging.models.message_states import NEVER_LEFT

CODE = "answer-survey"
"""The code of the template in the starter library."""

AFTER_A_COMPLAINT = timedelta(days=7)
"""So long after its answer the customer still knows what is asked. Our own proposal (P)."""


def is_invitation(version: TemplateVersion) -> bool:
    """Whether this approved text asks for a rating."""
    return version.template.code == CODE


def offered(
    snippets: Sequence[TemplateVersion], reply: Reply, now: datetime
) -> list[TemplateVersion]:
    """The approved answers to this reply, without an invitation that would be out of place."""
    if any(map(is_invitation, snippets)) and not _may_invite(reply, now):
        return [each for each in snippets if not is_invitation(each)]
    return list(snippets)


@transaction.atomic
def invite(reply: Reply, *, message: Message, now: datetime) -> Survey:
    """The survey that `message`, an invitation just queued, is about; opened now if none is.

    Raises Refused when asking is not due: the caller's transaction takes the message back.
    """
    lender, customer = lender_of(reply.customer_id, reply.answers), reply.customer
    if lender is not None and customer is not None and _may_invite(reply, now, message=message):
        survey = surveys.open_survey(customer, now, lender=lender)
        complaint = None if survey else _complaint(customer, lender, now)
        if complaint is not None:
            survey = surveys.ask(
                customer,
                lender=lender,
                occasion=Survey.Occasion.COMPLAINT,
                source=f"complaint:{complaint.pk}",
                now=now,
            )
        if survey is not None:
            return survey
    raise Refused(_("This customer is not to be asked for a rating now."))


def _may_invite(reply: Reply, now: datetime, *, message: Message | None = None) -> bool:
    """Whether a rating would be taken, and no other text than `message` has asked for it."""
    lender, customer = lender_of(reply.customer_id, reply.answers), reply.customer
    if lender is None or customer is None:
        return False
    survey = surveys.open_survey(customer, now, lender=lender)
    if survey is None:
        return _complaint(customer, lender, now) is not None
    asked = Message.objects.filter(
        customer=customer, template_version__template__code=CODE, created_at__gte=survey.opened_at
    )
    others = asked.exclude(pk=message.pk) if message else asked
    return not others.exclude(state__in=NEVER_LEFT).exists()


def _complaint(customer: Customer, lender: Lender, now: datetime) -> Complaint | None:
    """The complaint answered lately about which the customer may be asked."""
    if Survey.objects.filter(customer=customer, opened_at__gt=now - surveys.FATIGUE).exists():
        return None
    answered = Complaint.objects.filter(
        customer=customer,
        lender=lender,
        state=Complaint.State.RESOLVED,
        resolved_at__gt=now - AFTER_A_COMPLAINT,
    )
    return answered.order_by("-resolved_at", "-pk").first()
