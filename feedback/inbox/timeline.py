"""Everything about one customer in one order of time, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _, pgettext

from accounts.disclosure import personal
from accounts.models import ContactPoint, Customer, Hold, Loan, Repayment
from accounts.rules.money import money
from feedback.inbox import intent_labels, merged_pages
from feedback.inbox.merged_pages import Place
from feedback.models import Complaint, Conversation, HardshipCase, Promise
from messaging import labels
from messaging.models import Call, Message, Reply, Suppression

SHOWN = 30
SNIPPET = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `page` and `key` lead to it; `look` is the class of its tag."""

    at: datetime
    kind: str
    what: str
    more: str = ""
    page: str = ""
    key: int | None = None
    look: str = ""
    written: bool = False
    """`more` is what a person wrote."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first. `before`: the place to ask for what is older with; None: there is nothing."""

    entries: list[Entry]
    before: Place | None


@dataclass(frozen=True, slots=True)
class Looker:
    """What the person who looks may see; `care`: promises and hardship."""

    replies: bool
    complaints: bool
    care: bool


class Kind(NamedTuple):
    """One kind of thing: its rows, the column that says when, and how a row reads."""

    rows: Callable[[Customer, Looker], QuerySet[Any]]
    column: str
    entry: Callable[[Any, Looker], Entry]


def timeline(customer: Customer, *, looker: Looker, before: Place | None = None) -> Timeline:
    """A fixed number of queries, whatever happened; only what is shown is decrypted."""
    found = [
        (place, (kind, row))
        for number, kind in enumerate(KINDS)
        for place, row in merged_pages.newest(
            kind.rows(customer, looker), kind.column, kind=number, before=before, most=SHOWN
        )
    ]
    shown, older = merged_pages.page(found, SHOWN)
    entries = [kind.entry(row, looker) for kind, row in shown]
    return Timeline([_masked(each, customer) for each in entries], older)


def _masked(entry: Entry, customer: Customer) -> Entry:
    """What somebody wrote, cut short, without the name and the numbers of whom it is about."""
    if not entry.written:
        return entry
    text = personal.said_text(entry.more, customer)
    return replace(entry, more=text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…")


def _messages(customer: Customer, _looker: Looker) -> QuerySet[Message]:
    rows = Message.objects.filter(customer=customer).defer("body")
    return rows.select_related("template_version__template")


def _message(row: Message, _looker: Looker) -> Entry:
    version = row.template_version
    return Entry(
        row.handed_over_at or row.created_at,
        _("Message"),
        str(version.template) if version else row.get_content_class_display(),
        " · ".join(
            filter(None, [row.get_state_display(), row.reason and labels.reason(row.reason)])
        ),
        page="admin:messaging_message_change",
        key=row.pk,
    )


def _replies(customer: Customer, _looker: Looker) -> QuerySet[Reply]:
    return Reply.objects.filter(customer=customer).select_related("filed")


def _reply(row: Reply, looker: Looker) -> Entry:
    filed = hasattr(row, "filed")
    return Entry(
        row.received_at,
        _("Reply"),
        intent_labels.topic(row.intent, row) or intent_labels.intent(row.intent),
        Reply.text.field.shown(row) if looker.replies else "",
        page="admin:conversation" if looker.replies and filed else "",
        key=row.filed.conversation_id if filed else None,
        look=intent_labels.look(row.intent),
        written=True,
    )


def _calls(customer: Customer, _looker: Looker) -> QuerySet[Call]:
    rows = Call.objects.filter(customer=customer).defer("facts", "trace", "note")
    return rows.select_related("by")


def _call(row: Call, _looker: Looker) -> Entry:
    outcome = row.get_outcome_display() if row.outcome else _("in progress")
    return Entry(row.begun_at, _("Call"), outcome, str(row.by))


def _holds(customer: Customer, _looker: Looker) -> QuerySet[Hold]:
    return Hold.objects.filter(customer=customer)


def _hold(row: Hold, _looker: Looker) -> Entry:
    kind = row.get_kind_display()
    return Entry(
        row.starts_at, pgettext("timeline", "Hold"), kind, row.reason, look="hc-warn", written=True
    )


def _releases(customer: Customer, _looker: Looker) -> QuerySet[Hold]:
    return Hold.objects.filter(customer=customer, released_at__isnull=False)


def _release(row: Hold, _looker: Looker) -> Entry:
    at = cast(datetime, row.released_at)
    kind = row.get_kind_display()
    return Entry(at, _("Hold ended"), kind, row.release_reason, written=True)


def _promises(customer: Customer, looker: Looker) -> QuerySet[Promise]:
    rows = Promise.objects.filter(customer=customer).select_related("loan")
    return rows if looker.care else rows.none()


def _promise(row: Promise, _looker: Looker) -> Entry:
    said = row.get_state_display()
    return Entry(row.noted_at, _("Promise"), said, _promised(row), "admin:promise", row.pk)


def _promised(promise: Promise) -> str:
    if promise.amount is None or promise.loan is None or promise.pay_on is None:
        return ""
    amount = money(promise.amount, promise.loan.currency)
    return _("%(amount)s by %(day)s") % {"amount": amount, "day": date_format(promise.pay_on)}


def _complaints(customer: Customer, looker: Looker) -> QuerySet[Complaint]:
    rows = Complaint.objects.filter(customer=customer)
    return rows if looker.complaints else rows.none()


def _complaint(row: Complaint, _looker: Looker) -> Entry:
    return Entry(
        row.opened_at,
        _("Complaint"),
        f"{row.number} · {row.get_state_display()}",
        row.get_category_display(),
        page="admin:complaint",
        key=row.pk,
        look="hc-bad",
    )


def _hardships(customer: Customer, looker: Looker) -> QuerySet[HardshipCase]:
    rows = HardshipCase.objects.filter(customer=customer).defer("story")
    return rows if looker.care else rows.none()


def _hardship(row: HardshipCase, _looker: Looker) -> Entry:
    said = row.get_state_display()
    return Entry(row.opened_at, _("Hardship"), said, "", "admin:hardship", row.pk)


def _repayments(customer: Customer, _looker: Looker) -> QuerySet[Repayment]:
    return Repayment.objects.filter(loan__customer=customer).select_related("loan")


def _repayment(row: Repayment, _looker: Looker) -> Entry:
    return Entry(
        row.recorded_at,
        _("Repayment") if row.amount > 0 else _("Repayment taken back"),
        money(row.amount, row.loan.currency),
        f"{row.loan.loan_no} · {date_format(row.reversed_on or row.paid_on)}",
        look="hc-good" if row.amount > 0 else "hc-warn",
    )


def _suppressions(customer: Customer, _looker: Looker) -> QuerySet[Suppression]:
    hashes = ContactPoint.objects.filter(customer=customer).values("address_hash")
    return Suppression.objects.filter(address_hash__in=hashes)


def _suppression(row: Suppression, _looker: Looker) -> Entry:
    return Entry(
        row.at,
        _("Suppression"),
        row.get_kind_display(),
        _("lifted") if row.lifted_at else row.get_channel_display(),
        look="" if row.lifted_at else "hc-bad",
    )


def _loans(customer: Customer, _looker: Looker) -> QuerySet[Loan]:
    return Loan.objects.filter(customer=customer)


def _figures(row: Loan, _looker: Looker) -> Entry:
    """The last figures the core system told of each loan; earlier ones are not kept apart."""
    return Entry(
        row.as_of, _("Figures of the core system"), money(row.amount_due, row.currency), row.loan_no
    )


def _resolved(customer: Customer, looker: Looker) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(customer=customer, resolved_by__isnull=False)
    return rows.select_related("resolved_by") if looker.replies else rows.none()


def _resolution(row: Conversation, _looker: Looker) -> Entry:
    return Entry(
        cast(datetime, row.resolved_at),
        _("Conversation"),
        _("resolved"),
        str(row.resolved_by),
        page="admin:conversation",
        key=row.pk,
    )


# Their order is part of the links to older pages: a new kind goes to the end.
KINDS: tuple[Kind, ...] = (
    Kind(_messages, "created_at", _message),
    Kind(_replies, "received_at", _reply),
    Kind(_calls, "begun_at", _call),
    Kind(_holds, "starts_at", _hold),
    Kind(_releases, "released_at", _release),
    Kind(_promises, "noted_at", _promise),
    Kind(_complaints, "opened_at", _complaint),
    Kind(_hardships, "opened_at", _hardship),
    Kind(_repayments, "recorded_at", _repayment),
    Kind(_suppressions, "at", _suppression),
    Kind(_loans, "as_of", _figures),
    Kind(_resolved, "resolved_at", _resolution),
)
