"""Thanks and apologies: approved texts about no loan, through the same gate and outbox.

They are contacts like any other: holds, caps, gaps and quiet hours apply. When one cannot leave
soon it is not queued at all: thanks that come weeks later help nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import ContactPoint, Customer, Lender
from messaging.authoring import wording_lists
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import Subject
from messaging.decisions.facts.text import is_unsafe
from messaging.models import Message, Template, TemplateVersion, in_force
from messaging.models.choices import ContentClass
from messaging.policy.decide import decide
from messaging.policy.facts import NOTICE
from messaging.transactional.answers import Prospect

THANKS, APOLOGY = "notice-thanks", "notice-apology"
"""Codes of the templates. Without an approved version in the customer's language none is sent."""

SOON = timedelta(days=2)
"""A notice that would wait longer is not queued. Our own proposal (P)."""


def approved(code: str, language: str, now: datetime) -> TemplateVersion | None:
    """The version of a notice in force in a language."""
    template = Template.objects.filter(code=code, content_class=ContentClass.NOTICE).first()
    if template is None:
        return None
    return in_force.template_versions([template.pk], now).get((template.pk, language))


def prospect(
    customer: Customer, *, lender: Lender, code: str, now: datetime
) -> tuple[Prospect, int | None] | None:
    """How the notice would read now, whether it may leave, and to which contact point; None
    without an approved text. Raises NothingInForce without a policy."""
    version = approved(code, customer.language_to_use, now)
    if version is None:
        return None
    _version, policy = in_force.policy(lender, now)
    frame = read_frame(lender=lender, policy=policy, now=now)
    subject = Subject(
        customer_id=customer.pk,
        loans=(),
        template_version_id=version.pk,
        language=version.language,
        send_at_once=True,
        purpose=NOTICE,
    )
    [found] = gather([subject], frame)
    unsafe = found.text is not None and is_unsafe(found.text, lender, wording_lists.in_force(now))
    verdict = decide(found.facts, policy, now)
    text = found.text.text if found.text else None
    return Prospect(version, text, verdict, unsafe), found.point.id if found.point else None


@transaction.atomic
def queue(customer: Customer, *, lender: Lender, code: str, now: datetime) -> Message:
    """Queue the notice; it leaves when the policy allows. Raises Refused."""
    try:
        found = prospect(customer, lender=lender, code=code, now=now)
    except in_force.NothingInForce as nothing:
        raise Refused(str(nothing)) from nothing
    if found is None:
        raise Refused(_("There is no approved text for this in the customer's language."))
    seen, point_id = found
    until = seen.verdict.until
    if point_id is None or not seen.can_be_queued or (until is not None and until > now + SOON):
        raise Refused(_("This cannot be sent: %(why)s.") % {"why": seen.why_not})
    point = ContactPoint.objects.get(pk=point_id)
    return Message.objects.create(
        lender=lender,
        customer=customer,
        contact_point=point,
        channel=point.channel,
        address_hash=point.address_hash,
        content_class=ContentClass.NOTICE,
        template_version=seen.version,
        language=seen.version.language,
        send_at_once=True,
        not_before=now,
        created_at=now,
    )
