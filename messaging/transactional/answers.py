"""Answers to what a customer wrote: approved texts only, through the same gate and outbox.

Free text is not sent: nobody has approved it, and nobody could say later what was promised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.contact.lender_of import lender_of, lenders_of
from accounts.errors import Refused
from accounts.models import ContactPoint, Lender, User
from accounts.models.choices import Channel
from messaging import labels
from messaging.authoring import wording_lists
from messaging.content.chosen import NOTHING, Chosen, asked_by, of_text
from messaging.decisions.facts.answering import loans_to_name
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.loans import loans as read_loans
from messaging.decisions.facts.rows import StagedLoan, Subject
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
    return list(_in_force(now).filter(language=language).order_by("template__code"))


def in_languages(template_id: int, now: datetime) -> dict[str, TemplateVersion]:
    """One approved answer by language."""
    return {each.language: each for each in _in_force(now).filter(template=template_id)}


def _in_force(now: datetime) -> QuerySet[TemplateVersion]:
    ids = Template.objects.filter(
        content_class=ContentClass.ANSWER, channel=Channel.SMS
    ).values_list("pk", flat=True)
    standing = in_force.template_versions(list(ids), now)
    found = TemplateVersion.objects.filter(pk__in=[each.pk for each in standing.values()])
    return found.select_related("template")


def prospects(
    reply: Reply,
    versions: Sequence[TemplateVersion],
    now: datetime,
    *,
    chosen: Mapping[int, Chosen] = MappingProxyType({}),
    offered: Chosen | None = NOTHING,
) -> list[Prospect]:
    """Each text for whoever wrote this reply, and whether it may be sent now. `chosen`: by version,
    what somebody chose for it; else what is `offered`, an amount above what is due left out; None:
    not even what is due. A fixed number of queries. Raises NothingInForce without a policy."""
    asked = [Asked(reply, version, chosen.get(version.pk), offered) for version in versions]
    return [found for found in prospects_of(asked, now) if found is not None]


class Asked(NamedTuple):
    """One text as an answer to one reply, with what was chosen for it, else offered."""

    reply: Reply
    version: TemplateVersion
    chosen: Chosen | None = None
    offered: Chosen | None = NOTHING


def prospects_of(asked: Sequence[Asked], now: datetime) -> list[Prospect | None]:
    """The same of many replies, in their order; None where nobody knows who writes. A number of
    queries fixed by lender, not by reply."""
    replies = [each.reply for each in asked if each.reply.customer_id is not None]
    people = [reply.customer_id for reply in replies if reply.customer_id is not None]
    usual = lenders_of([reply.customer_id or 0 for reply in replies if reply.answers is None])
    points, loans = _points(replies), loans_to_name(people)
    lenders = [_lender(each.reply, usual) for each in asked]
    found: dict[int, Prospect] = {}
    for lender in sorted({each for each in lenders if each}, key=lambda each: each.pk):
        places = [place for place, theirs in enumerate(lenders) if theirs == lender]
        told = _of_lender(lender, [asked[place] for place in places], points, loans, now)
        found |= dict(zip(places, told, strict=True))
    return [found.get(place) for place in range(len(asked))]


def _lender(reply: Reply, usual: Mapping[int, Lender]) -> Lender | None:
    """Whose policy an answer goes by (accounts.contact.lender_of)."""
    if reply.customer_id is None:
        return None
    return reply.answers.lender if reply.answers else usual.get(reply.customer_id)


def _of_lender(
    lender: Lender,
    asked: Sequence[Asked],
    points: Mapping[int, ContactPoint],
    loans: Mapping[tuple[int, int], tuple[StagedLoan, ...]],
    now: datetime,
) -> list[Prospect]:
    _version, policy = in_force.policy(lender, now)
    frame = read_frame(lender=lender, policy=policy, now=now)
    about = [loans.get((each.reply.customer_id or 0, lender.pk), ()) for each in asked]
    known_loans = read_loans(sorted({loan.loan_id for each in about for loan in each}))
    due = [
        choosing.owed(
            [known_loans[loan.loan_id] for loan in each if loan.loan_id in known_loans], frame.today
        )
        for each in about
    ]
    filled = [
        of_text(
            each.version.body, _within(each.offered, owed) if each.chosen is None else each.chosen
        )
        for each, owed in zip(asked, due, strict=True)
    ]
    subjects = [
        Subject(
            customer_id=each.reply.customer_id,
            loans=theirs,
            template_version_id=each.version.pk,
            language=each.version.language,
            channel=each.reply.channel,
            contact_point_id=points[each.reply.pk].pk if each.reply.pk in points else None,
            send_at_once=True,
            purpose=ANSWER,
            replying_to=each.reply.received_at,
            chosen=said,
        )
        for each, theirs, said in zip(asked, about, filled, strict=True)
    ]
    wording_list = wording_lists.in_force(now)
    gathered = gather(subjects, frame, known_loans=known_loans)
    return [
        Prospect(
            version=each.version,
            text=found.text.text if found.text else None,
            verdict=decide(found.facts, policy, now),
            unsafe=found.text is not None and is_unsafe(found.text, lender, wording_list),
            asks=asked_by(each.version.body),
            chosen=said,
            currency=owed.currency,
            problem=choosing.obstacle(each.version.body, said, owed=owed, today=frame.today),
        )
        for each, said, owed, found in zip(asked, filled, due, gathered, strict=True)
    ]


def _within(offered: Chosen | None, due: choosing.Owed) -> Chosen:
    """What is offered: the amount that was heard, as far as it is due; else all that is due."""
    if offered is None:
        return NOTHING
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
    return _points([reply]).get(reply.pk)


def _points(replies: Sequence[Reply]) -> dict[int, ContactPoint]:
    """By reply. One query."""
    people = [reply.customer_id for reply in replies if reply.customer_id is not None]
    rows = ContactPoint.objects.filter(customer__in=people) if people else ()
    known = {(row.customer_id, row.channel, bytes(row.address_hash)): row for row in rows}
    by_reply = {
        reply.pk: known.get((reply.customer_id or 0, reply.channel, bytes(reply.address_hash)))
        for reply in replies
    }
    return {pk: point for pk, point in by_reply.items() if point is not None}
