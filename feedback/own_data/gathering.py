"""What is kept about one person, as tables with headings, in the order a reader asks.

Who of the staff did it is left out; numbers of other people in what somebody noted are hidden.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Consent, ContactPoint, Customer, Hold, Loan, Repayment
from accounts.models.sealed import EncryptedTextField
from accounts.privacy.in_text import hide_others
from feedback.models import Complaint, Promise
from feedback.models.survey import Survey
from messaging.models import Call, Message, Reply, Suppression


@dataclass(frozen=True, slots=True)
class Section:
    """One table: the name of its file, its title, headings and rows of texts."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(repr=False)


def gather(customer: Customer) -> list[Section]:
    """A fixed number of queries, whatever there is."""
    points = list(ContactPoint.objects.filter(customer=customer).order_by("pk"))
    own = [address for each in points if (address := ContactPoint.address.field.readable(each))]
    return [
        _person(customer),
        _section(
            "addresses",
            _("Numbers and addresses"),
            (_("channel"), _("address"), _("state")),
            ((p.get_channel_display(), _text(p, "address"), p.get_state_display()) for p in points),
        ),
        _loans(customer),
        _repayments(customer),
        _messages(customer),
        _replies(customer),
        _calls(customer, own),
        _complaints(customer, own),
        _promises(customer),
        _holds(customer, own),
        _consents(customer, own),
        _opt_outs(points),
        _surveys(customer),
    ]


def _person(customer: Customer) -> Section:
    return _section(
        "person",
        _("Who you are to us"),
        (_("customer number"), _("name"), _("salutation"), _("language"), _("since")),
        [
            (
                customer.customer_no,
                _text(customer, "name"),
                customer.salutation,
                customer.get_language_display(),
                customer.created_at,
            )
        ],
    )


def _loans(customer: Customer) -> Section:
    rows = Loan.objects.filter(Q(customer=customer) | Q(parties__customer=customer)).distinct()
    return _section(
        "loans",
        _("Loans"),
        (
            *(_("loan number"), _("lender"), _("product"), _("currency"), _("principal")),
            *(_("outstanding"), _("amount due"), _("due date"), _("figures as of")),
            _("loan officer"),
        ),
        (
            (
                *(loan.loan_no, loan.lender, loan.product, loan.currency, loan.principal),
                *(loan.outstanding, loan.amount_due, loan.due_date, loan.as_of),
                loan.officer_name,
            )
            for loan in rows.select_related("lender").order_by("pk")
        ),
    )


def _repayments(customer: Customer) -> Section:
    rows = Repayment.objects.filter(loan__customer=customer).select_related("loan")
    return _section(
        "repayments",
        _("Repayments"),
        (_("loan number"), _("paid on"), _("amount"), _("reference")),
        ((row.loan, row.paid_on, row.amount, row.reference) for row in rows.order_by("pk")),
    )


def _messages(customer: Customer) -> Section:
    rows = Message.objects.filter(customer=customer).select_related("lender").order_by("pk")
    return _section(
        "messages",
        _("Messages to you"),
        (_("at"), _("lender"), _("channel"), _("state"), _("text")),
        (
            (
                row.handed_over_at or row.created_at,
                row.lender,
                row.get_channel_display(),
                row.get_state_display(),
                _text(row, "body"),
            )
            for row in rows
        ),
    )


def _replies(customer: Customer) -> Section:
    rows = Reply.objects.filter(customer=customer).order_by("pk")
    return _section(
        "replies",
        _("Your replies"),
        (_("received at"), _("channel"), _("text")),
        ((row.received_at, row.get_channel_display(), _text(row, "text")) for row in rows),
    )


def _calls(customer: Customer, own: list[str]) -> Section:
    rows = Call.objects.filter(customer=customer).order_by("pk")
    return _section(
        "calls",
        _("Calls to you"),
        (_("begun at"), _("outcome"), _("note")),
        (
            (row.begun_at, row.get_outcome_display(), hide_others(_text(row, "note"), own))
            for row in rows
        ),
    )


def _complaints(customer: Customer, own: list[str]) -> Section:
    rows = Complaint.objects.filter(customer=customer).order_by("pk")
    return _section(
        "complaints",
        _("Complaints"),
        (_("number"), _("opened at"), _("state"), _("what the customer says"), _("answer")),
        (
            (
                row.number,
                row.opened_at,
                row.get_state_display(),
                _text(row, "text"),
                hide_others(_text(row, "answer"), own),
            )
            for row in rows
        ),
    )


def _promises(customer: Customer) -> Section:
    rows = Promise.objects.filter(customer=customer).select_related("loan").order_by("pk")
    return _section(
        "promises",
        _("Promises to pay"),
        (_("loan number"), _("promised amount"), _("to be paid by"), _("state")),
        ((row.loan, row.amount, row.pay_on, row.get_state_display()) for row in rows),
    )


def _holds(customer: Customer, own: list[str]) -> Section:
    rows = Hold.objects.filter(customer=customer).order_by("pk")
    return _section(
        "holds",
        _("Times in which we did not write"),
        (_("kind"), _("reason"), _("from"), _("until")),
        (
            (
                row.get_kind_display(),
                hide_others(row.reason, own),
                row.starts_at,
                row.released_at or row.until,
            )
            for row in rows
        ),
    )


def _consents(customer: Customer, own: list[str]) -> Section:
    rows = Consent.objects.filter(customer=customer).order_by("pk")
    return _section(
        "consents",
        _("consents"),
        (_("kind"), _("given at"), _("evidence"), _("revoked at")),
        (
            (row.get_kind_display(), row.given_at, hide_others(row.evidence, own), row.revoked_at)
            for row in rows
        ),
    )


def _opt_outs(points: list[ContactPoint]) -> Section:
    hashes = [bytes(point.address_hash) for point in points]
    rows = Suppression.objects.filter(address_hash__in=hashes).order_by("pk")
    return _section(
        "opt_outs",
        _("Numbers we must not write to"),
        (_("channel"), _("kind"), _("from"), _("lifted at")),
        (
            (row.get_channel_display(), row.get_kind_display(), row.at, row.lifted_at)
            for row in rows
        ),
    )


def _surveys(customer: Customer) -> Section:
    rows = Survey.objects.filter(customer=customer).order_by("pk")
    return _section(
        "surveys",
        _("Surveys"),
        (_("opened at"), _("rating"), _("remark")),
        ((row.opened_at, row.rating, _text(row, "remark")) for row in rows),
    )


def _section(
    name: str, title: str, headings: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> Section:
    return Section(name, title, headings, [tuple(map(_said, row)) for row in rows])


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _text(row: Any, column: str) -> str:
    kept: EncryptedTextField[Any, Any] = row._meta.get_field(column)
    return kept.shown(row)
