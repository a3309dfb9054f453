"""What the customer sees of their own reminders: what is owed, what was sent, what is agreed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import ContactPoint, Customer, Lender, Loan, LoanInstalment
from accounts.models.choices import Channel
from accounts.rules.lender_day import lender_day
from feedback import references
from feedback.complaints.reviews import obstacle_to_asking
from feedback.models import Complaint, HardshipCase, Promise
from feedback.models.hardship import LIVE
from messaging.content.money import money
from messaging.content.tails import tails
from messaging.decisions.facts.sender import sender_of
from messaging.inbound import on_pages
from messaging.models import Message, Reply, Suppression, in_force
from messaging.models.message_states import LEFT

TEXTS_ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Owed:
    """One loan with something due. Amounts as a person reads them, in the page's language."""

    loan: Loan
    product: str
    tail: str
    amount: str
    outstanding: str
    days_overdue: int
    promised: Promise | None
    parts: Sequence[Part] = ()
    paid_since: str = ""
    """What has come in since the parts were told."""

    said_paid: Reply | None = None
    """What the customer says to have paid, until somebody has checked it."""

    promised_amount: str = ""

    @property
    def promise_number(self) -> str:
        return references.written(references.PROMISE, self.promised.pk) if self.promised else ""

    @property
    def paid_number(self) -> str:
        return references.written(references.PAID, self.said_paid.pk) if self.said_paid else ""


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment of what is due, as it was told. `of`: what it is made of, (name, amount)."""

    instalment: LoanInstalment
    amount: str
    of: Sequence[tuple[str, str]]

    @property
    def number(self) -> int:
        return self.instalment.number

    @property
    def due_date(self) -> date:
        return self.instalment.due_date


@dataclass(frozen=True, slots=True)
class SentText:
    """One text as it was received; None when it cannot be read any more."""

    message: Message
    text: str | None = field(repr=False)


def night_is_theirs(lender: Lender, now: datetime) -> bool:
    """Whether the lender's policy lets a customer agree to be contacted at night."""
    with suppress(in_force.NothingInForce):
        return in_force.policy(lender, now)[1].consent_lifts_quiet_hours
    return False


def has_app(customer: Customer) -> bool:
    """Whether a phone of theirs with the lender's app is known."""
    return customer.contact_points.filter(
        channel=Channel.PUSH, state=ContactPoint.State.ACTIVE
    ).exists()


def owed(customer: Customer, lender: Lender, *, now: datetime, language: str) -> list[Owed]:
    """Every loan of this lender with something due, the oldest first."""
    today = lender_day(lender, now)
    wording = sender_of(lender, now).wording
    due = Loan.objects.filter(customer=customer, lender=lender, amount_due__gt=0)
    loans = list(due.order_by("due_date", "pk"))
    promised = {
        promise.loan_id: promise
        for promise in Promise.objects.filter(loan__in=loans, state=Promise.State.OPEN)
    }
    said_paid = on_pages.unchecked(customer, now)
    parts = _parts(loans, language)
    return [
        Owed(
            loan=loan,
            tail=tail,
            product=wording.product(loan.product, language) or loan.product,
            amount=money(loan.amount_due, currency=loan.currency, language=language),
            outstanding=money(loan.outstanding, currency=loan.currency, language=language),
            days_overdue=max((today - loan.due_date).days, 0),
            promised=promised.get(loan.pk),
            promised_amount=_promised_amount(promised.get(loan.pk), loan, language),
            parts=parts.get(loan.pk, ()),
            paid_since=_paid_since(loan, language),
            said_paid=said_paid.get(loan.pk),
        )
        for loan, tail in zip(loans, tails([loan.loan_no for loan in loans]), strict=True)
    ]


def _promised_amount(promised: Promise | None, loan: Loan, language: str) -> str:
    if promised is None or promised.amount is None:
        return ""
    return money(promised.amount, currency=loan.currency, language=language)


def _paid_since(loan: Loan, language: str) -> str:
    paid = (loan.told_due or loan.amount_due) - loan.amount_due
    return money(paid, currency=loan.currency, language=language)


def _parts(loans: Sequence[Loan], language: str) -> dict[int, list[Part]]:
    """The instalments of these loans, by loan, the oldest first. One query."""
    currencies = {loan.pk: loan.currency for loan in loans}
    found: dict[int, list[Part]] = {}
    for each in LoanInstalment.objects.filter(loan__in=loans).order_by("due_date", "number"):
        currency = currencies[each.loan_id]
        named = [
            (_("principal"), each.principal),
            (_("interest"), each.interest),
            (_("fees"), each.fee),
        ]
        of = [
            (name, money(part, currency=currency, language=language))
            for name, part in named
            if part
        ]
        amount = money(each.amount, currency=currency, language=language)
        found.setdefault(each.loan_id, []).append(Part(each, amount, of))
    return found


def texts(customer: Customer, lender: Lender, *, before: int | None = None) -> Sequence[SentText]:
    """The texts that left for this customer, newest first, one more than a page holds."""
    sent = Message.objects.filter(
        customer=customer, lender=lender, state__in=LEFT, handed_over_at__isnull=False
    )
    if before is not None:
        sent = sent.filter(pk__lt=before)
    return [
        SentText(message, Message.body.field.readable(message))
        for message in sent.order_by("-pk")[: TEXTS_ON_A_PAGE + 1]
    ]


def open_complaints(customer: Customer) -> list[Complaint]:
    """Those not answered yet."""
    waiting = Complaint.objects.filter(customer=customer).exclude(state=Complaint.State.RESOLVED)
    return list(waiting.order_by("pk"))


def answered_complaints(customer: Customer, lender: Lender, now: datetime) -> list[Complaint]:
    """Those the customer may still ask for a second look at, as far as they concern this lender."""
    answered = Complaint.objects.filter(
        Q(lender=lender) | Q(lender=None),
        customer=customer,
        state=Complaint.State.RESOLVED,
        review=None,
        review_until__isnull=False,
    )
    return [
        complaint
        for complaint in answered.select_related("lender").order_by("-pk")
        if not obstacle_to_asking(complaint, now=now)
    ]


def open_hardship(customer: Customer) -> HardshipCase | None:
    """The request for help that is being looked at, or what was agreed."""
    return HardshipCase.objects.filter(customer=customer, state__in=LIVE).first()


def languages(lender: Lender, now: datetime) -> set[str]:
    """The languages in which the lender's reminders can be sent now."""
    try:
        cells = in_force.strategy(lender, now).cells
    except in_force.NothingInForce:
        return set()
    texts = set(cells.values_list("template", flat=True))
    written = {language for _template, language in in_force.template_versions(texts, now)}
    return written & set(sender_of(lender, now).wording.languages)


def is_stopped(message: Message) -> bool:
    """Whether nothing more is sent to the address this text went to."""
    return Suppression.objects.filter(
        channel=message.channel, address_hash=message.address_hash, lifted_at=None
    ).exists()
