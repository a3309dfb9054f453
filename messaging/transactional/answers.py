"""Answers to what a customer wrote: approved texts only, through the same gate and outbox.

Free text is not sent: nobody has approved it, and nobody could say later what was promised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.models import ContactPoint, User
from accounts.models.choices import Channel
from messaging import labels
from messaging.authoring import wording_lists
from messaging.content.chosen import NOTHING, Chosen, asked_by, of_text
from messaging.decisions.facts.answering import loans_to_name
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.loans import loans as read_loans
from messaging.decisions.facts.rows import Subject
from messaging.decisions.facts.text import is_unsafe
from messaging.models import Answer, Message, Reply, Template, TemplateVersion, in_force
from messaging.models.choices import ContentClass
from messaging.models.message_states import FINAL
from messaging.policy.decide import BLOCK, SEND, Verdict, decide
from messaging.policy.facts import ANSWER
from messaging.transactional import choosing


@dataclass(frozen=True, slots=True)
class Prospect:
    """One approved text as it would read now. `text` None: it cannot be made for this customer."""

    version: TemplateVersion
    text: str | None = field(repr=False)
    verdict: Verdict
    unsafe: bool = False
    asks: frozenset[str] = frozenset()
    chosen: Chosen = NOTHING
    currency: str = ""
    problem: str = ""
    """What an agent chooses of it, what was chosen, in which currency an amount would be, and why
    it cannot be said."""

    @property
    def can_be_queued(self) -> bool:
        """It leaves now, or at a moment that is known."""
        if self.text is None or self.unsafe or self.problem or self.verdict.outcome == BLOCK:
            return False
        return self.verdict.outcome == SEND or self.verdict.until is not None

    @property
    def why_not(self) -> str:
        """The reason against sending it now, in words; empty when there is none."""
        if self.problem:
            return self.problem
        if self.unsafe:
            return labels.reason("unsafe_value")
        return "" if self.verdict.outcome == SEND else labels.reason(self.verdict.reason)


def snippets(language: str, now: datetime) -> list[TemplateVersion]:
    """The approved answers in force in a language, by code."""
    ids = Template.objects.filter(
        content_class=ContentClass.ANSWER, channel=Channel.SMS
    ).values_list("pk", flat=True)
    standing = in_force.template_versions(list(ids), now)
    found = TemplateVersion.objects.filter(
        pk__in=[version.pk for (_id, lang), version in standing.items() if lang == language]
    )
    return list(found.select_related("template").order_by("template__code"))


def prospects(
    reply: Reply,
    versions: Sequence[TemplateVersion],
    now: datetime,
    *,
    chosen: Mapping[int, Chosen] = MappingProxyType({}),
    offered: Chosen = NOTHING,
) -> list[Prospect]:
    """Each text for whoever wrote this reply, and whether it may be sent now. `chosen`: by version,
    what somebody chose for it; else what is `offered`, an amount above what is due left out. A
    fixed number of queries. Raises NothingInForce without a policy."""
    lender, customer = lender_of(reply.customer_id, reply.answers), reply.customer
    if lender is None or customer is None:
        return []
    _version, policy = in_force.policy(lender, now)
    frame = read_frame(lender=lender, policy=policy, now=now)
    point = _point(reply)
    loans = loans_to_name([customer.pk]).get((customer.pk, lender.pk), ())
    known_loans = read_loans([loan.loan_id for loan in loans])
    due = choosing.owed(list(known_loans.values()), frame.today)
    usual = _within(offered, due)
    filled = {
        version.pk: of_text(version.body, chosen.get(version.pk, usual)) for version in versions
    }
    subjects = [
        Subject(
            customer_id=customer.pk,
            loans=loans,
            template_version_id=version.pk,
            language=version.language,
            channel=reply.channel,
            contact_point_id=point.pk if point else None,
            send_at_once=True,
            purpose=ANSWER,
            replying_to=reply.received_at,
            chosen=filled[version.pk],
        )
        for version in versions
    ]
    wording_list = wording_lists.in_force(now)
    return [
        Prospect(
            version=version,
            text=found.text.text if found.text else None,
            verdict=decide(found.facts, policy, now),
            unsafe=found.text is not None and is_unsafe(found.text, lender, wording_list),
            asks=asked_by(version.body),
            chosen=filled[version.pk],
            currency=due.currency,
            problem=choosing.obstacle(
                version.body, filled[version.pk], owed=due, today=frame.today
            ),
        )
        for version, found in zip(
            versions, gather(subjects, frame, known_loans=known_loans), strict=True
        )
    ]


def _within(offered: Chosen, due: choosing.Owed) -> Chosen:
    """What is offered: the amount that was heard, as far as it is due; else all that is due."""
    heard = offered.amount
    amount = heard if heard is not None and 0 < heard <= due.amount else due.amount or None
    return replace(offered, amount=amount, currency=due.currency if amount else "")


@transaction.atomic
def queue(
    reply: Reply, *, version: TemplateVersion, by: User, now: datetime, chosen: Chosen = NOTHING
) -> Message:
    """Queue an approved text as the answer, with what was `chosen` for it; it leaves when the
    policy allows.

    Raises Refused when it may not be sent, when no moment is known from which it may, and
    when it is on its way already. The caller's lock keeps two at once apart.
    """
    lender, point = lender_of(reply.customer_id, reply.answers), _point(reply)
    if version.template.content_class != ContentClass.ANSWER:
        raise Refused(_("Only an approved answer is sent."))
    if _on_its_way(reply, version):
        raise Refused(_("This answer is on its way already."))
    found = prospects(reply, [version], now, chosen={version.pk: chosen})
    if not found or lender is None or point is None:
        raise Refused(_("Nobody knows whose number this is: it cannot be answered."))
    prospect = found[0]
    if not prospect.can_be_queued:
        raise Refused(_("This cannot be sent: %(why)s.") % {"why": prospect.why_not})
    message = Message.objects.create(
        lender=lender,
        customer=reply.customer,
        contact_point=point,
        channel=reply.channel,
        address_hash=point.address_hash,
        content_class=ContentClass.ANSWER,
        template_version=version,
        language=version.language,
        send_at_once=True,
        not_before=now,
        created_at=now,
    )
    said = prospect.chosen
    Answer.objects.create(
        message=message,
        reply=reply,
        by=by,
        day=said.day,
        amount=said.amount,
        currency=said.currency,
    )
    return message


def _on_its_way(reply: Reply, version: TemplateVersion) -> bool:
    """Whether this very answer to this reply has no outcome yet: a double click sends once."""
    same = Answer.objects.filter(reply=reply, message__template_version=version)
    return same.exclude(message__state__in=FINAL).exists()


def _point(reply: Reply) -> ContactPoint | None:
    """The customer's address this reply came from."""
    return ContactPoint.objects.filter(
        customer=reply.customer_id, channel=reply.channel, address_hash=reply.address_hash
    ).first()
