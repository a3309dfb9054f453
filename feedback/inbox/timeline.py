"""Everything about one customer in one order of time, newest first, a page at a time.

Each kind of thing is read once, at most `SHOWN` of it; the page ends where the first kind that was
cut off ends, and the next page begins there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.keys import keyring
from accounts.models import ContactPoint, Customer, Hold, Loan, Repayment
from accounts.money import money
from feedback.inbox import words
from feedback.models import Complaint, Conversation, HardshipCase, Promise
from messaging import labels
from messaging.inbound.replies import PURPOSE
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


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first. `before`: ask for what is older; None: there is nothing older."""

    entries: list[Entry]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Looker:
    """What the person who looks may see; `care`: promises and hardship."""

    replies: bool
    complaints: bool
    care: bool


Source = Callable[[Customer, "datetime | None", Looker], list[Entry]]


def timeline(customer: Customer, *, looker: Looker, before: datetime | None = None) -> Timeline:
    """A fixed number of queries, whatever happened."""
    found = [source(customer, before, looker) for source in SOURCES]
    cut = [rows[-1].at for rows in found if len(rows) == SHOWN]
    begin = max(cut, default=None)
    entries = [entry for rows in found for entry in rows if begin is None or entry.at >= begin]
    return Timeline(sorted(entries, key=lambda entry: entry.at, reverse=True), begin)


def _newest(rows: QuerySet[Any], column: str, before: datetime | None) -> Iterable[Any]:
    if before is not None:
        rows = rows.filter(**{f"{column}__lt": before})
    return rows.order_by(f"-{column}", "-pk")[:SHOWN]


def _messages(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    rows = Message.objects.filter(customer=customer).defer("body_enc")
    rows = rows.select_related("template_version__template")
    return [
        Entry(
            row.created_at,
            _("Message"),
            str(row.template_version.template)
            if row.template_version
            else row.get_content_class_display(),
            " · ".join(
                filter(None, [row.get_state_display(), row.reason and labels.reason(row.reason)])
            ),
            page="admin:messaging_message_change",
            key=row.pk,
        )
        for row in _newest(rows, "created_at", before)
    ]


def _replies(customer: Customer, before: datetime | None, looker: Looker) -> list[Entry]:
    rows = Reply.objects.filter(customer=customer).select_related("filed")
    return [
        Entry(
            row.received_at,
            _("Reply"),
            words.intent(row.intent),
            _snippet(row) if looker.replies else "",
            page="admin:conversation" if looker.replies and hasattr(row, "filed") else "",
            key=row.filed.conversation_id if hasattr(row, "filed") else None,
            look=words.look(row.intent),
        )
        for row in _newest(rows, "received_at", before)
    ]


def _snippet(reply: Reply) -> str:
    text = keyring().decrypt(bytes(reply.text_enc), PURPOSE)
    return text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…"


def _calls(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    rows = Call.objects.filter(customer=customer).defer("facts", "trace", "note_enc")
    return [
        Entry(
            row.begun_at,
            _("Call"),
            row.get_outcome_display() if row.outcome else _("in progress"),
            str(row.by),
        )
        for row in _newest(rows.select_related("by"), "begun_at", before)
    ]


def _holds(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    rows = Hold.objects.filter(customer=customer)
    return [
        Entry(row.starts_at, _("Hold"), row.get_kind_display(), row.reason, look="hc-warn")
        for row in _newest(rows, "starts_at", before)
    ]


def _releases(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    rows = Hold.objects.filter(customer=customer, released_at__isnull=False)
    return [
        Entry(row.released_at, _("Hold ended"), row.get_kind_display(), row.release_reason)
        for row in _newest(rows, "released_at", before)
    ]


def _promises(customer: Customer, before: datetime | None, looker: Looker) -> list[Entry]:
    if not looker.care:
        return []
    rows = Promise.objects.filter(customer=customer).select_related("loan")
    return [
        Entry(
            row.noted_at,
            _("Promise"),
            row.get_state_display(),
            _promised(row),
            "admin:promise",
            row.pk,
        )
        for row in _newest(rows, "noted_at", before)
    ]


def _promised(promise: Promise) -> str:
    if promise.amount is None or promise.loan is None or promise.pay_on is None:
        return ""
    amount = money(promise.amount, promise.loan.currency)
    return _("%(amount)s by %(day)s") % {"amount": amount, "day": f"{promise.pay_on:%Y-%m-%d}"}


def _complaints(customer: Customer, before: datetime | None, looker: Looker) -> list[Entry]:
    if not looker.complaints:
        return []
    rows = Complaint.objects.filter(customer=customer)
    return [
        Entry(
            row.opened_at,
            _("Complaint"),
            f"{row.number} · {row.get_state_display()}",
            row.get_category_display(),
            page="admin:complaint",
            key=row.pk,
            look="hc-bad",
        )
        for row in _newest(rows, "opened_at", before)
    ]


def _hardship(customer: Customer, before: datetime | None, looker: Looker) -> list[Entry]:
    if not looker.care:
        return []
    rows = HardshipCase.objects.filter(customer=customer).defer("story_enc")
    return [
        Entry(row.opened_at, _("Hardship"), row.get_state_display(), "", "admin:hardship", row.pk)
        for row in _newest(rows, "opened_at", before)
    ]


def _repayments(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    rows = Repayment.objects.filter(loan__customer=customer).select_related("loan")
    return [
        Entry(
            row.recorded_at,
            _("Repayment"),
            money(row.amount, row.loan.currency),
            f"{row.loan.loan_no} · {row.paid_on:%Y-%m-%d}",
            look="hc-good",
        )
        for row in _newest(rows, "recorded_at", before)
    ]


def _suppressions(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    hashes = ContactPoint.objects.filter(customer=customer).values("address_hash")
    rows = Suppression.objects.filter(address_hash__in=hashes)
    return [
        Entry(
            row.at,
            _("Suppression"),
            row.get_kind_display(),
            _("lifted") if row.lifted_at else row.get_channel_display(),
            look="" if row.lifted_at else "hc-bad",
        )
        for row in _newest(rows, "at", before)
    ]


def _figures(customer: Customer, before: datetime | None, _looker: Looker) -> list[Entry]:
    """The last figures the core system told of each loan; earlier ones are not kept apart."""
    rows = Loan.objects.filter(customer=customer)
    return [
        Entry(row.as_of, _("Figures told"), money(row.amount_due, row.currency), row.loan_no)
        for row in _newest(rows, "as_of", before)
    ]


def _resolutions(customer: Customer, before: datetime | None, looker: Looker) -> list[Entry]:
    if not looker.replies:
        return []
    rows = Conversation.objects.filter(customer=customer, resolved_by__isnull=False)
    return [
        Entry(
            row.resolved_at,
            _("Conversation"),
            _("resolved"),
            str(row.resolved_by),
            page="admin:conversation",
            key=row.pk,
        )
        for row in _newest(rows.select_related("resolved_by"), "resolved_at", before)
        if row.resolved_at is not None
    ]


SOURCES: tuple[Source, ...] = (
    *(_messages, _replies, _calls, _holds, _releases, _promises, _complaints, _hardship),
    *(_repayments, _suppressions, _figures, _resolutions),
)
TITLE = gettext_lazy("Timeline")
