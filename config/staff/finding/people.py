"""Customers by their number, a loan's, or an address, each whole; complaints and wishes by theirs.

Customers by their whole name, too. What is sought is on record (accounts.disclosure.searching).

Only those of the person's lenders: the database shows no others. A customer is shown masked, as in
every list, so nothing is revealed by it.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.disclosure import personal, searching
from accounts.models import Customer, Loan
from config import clock
from config.staff.finding.found import MOST, Found
from feedback import references
from feedback.models import Complaint, ConversationReply, HardshipCase, Promise


def customers(user: Any, typed: str, *, known: bool = False) -> list[Found]:
    """`known`: something else is called so, a page or a loan (accounts.disclosure.searching)."""
    if not user.has_perm("accounts.view_customer"):
        return []
    numbered = list(Customer.objects.filter(customer_no__in=_as_written(typed))[:MOST])
    sought = searching.find(typed, by=user, now=clock.now(), known=known or bool(numbered))
    addressed = Customer.objects.filter(pk__in=sought.addressed[:MOST]).order_by("pk")
    rows = {row.pk: row for row in (*numbered, *addressed, *sought.named)}
    return [
        Found(
            f"{row.customer_no} · {personal.masked_name(row)}",
            numbers,
            "person",
            reverse("admin:accounts_customer_change", args=[row.pk]),
        )
        for row, numbers in personal.with_numbers(list(rows.values())[:MOST])
    ]


def loans(user: Any, typed: str) -> list[Found]:
    if not user.has_perm("accounts.view_loan"):
        return []
    rows = Loan.objects.filter(loan_no__in=_as_written(typed)).select_related("customer")[:MOST]
    return [
        Found(
            f"{loan.loan_no} · {personal.masked_name(loan.customer)}",
            _("Loan of customer %(number)s") % {"number": loan.customer.customer_no},
            "account_balance",
            reverse("admin:accounts_customer_change", args=[loan.customer_id]),
        )
        for loan in rows
    ]


def complaints(user: Any, typed: str) -> list[Found]:
    if not user.has_perm("feedback.view_complaint"):
        return []
    rows = Complaint.objects.filter(number__in=_as_written(typed))[:MOST]
    return [
        Found(
            complaint.number,
            complaint.get_state_display(),
            "feedback",
            reverse("admin:feedback_complaint_change", args=[complaint.pk]),
        )
        for complaint in rows
    ]


def wishes(user: Any, typed: str) -> list[Found]:
    """A promise, a request for help or “I have paid” by the number its customer was given."""
    asked = references.read(typed)
    if asked is None:
        return []
    number = references.written(asked.kind, asked.key)
    found = {
        references.PROMISE: _promise,
        references.HELP: _help,
        references.PAID: _said_paid,
    }[asked.kind](user, asked.key)
    return [Found(number, *found)] if found else []


def _promise(user: Any, key: int) -> tuple[str, str, str] | None:
    if not user.has_perm("feedback.view_promise"):
        return None
    row = Promise.objects.filter(pk=key).first()
    page = reverse("admin:promise", args=[key])
    return (row.get_state_display(), "handshake", page) if row else None


def _help(user: Any, key: int) -> tuple[str, str, str] | None:
    if not user.has_perm("feedback.view_hardshipcase"):
        return None
    row = HardshipCase.objects.filter(pk=key).first()
    page = reverse("admin:hardship", args=[key])
    return (row.get_state_display(), "support", page) if row else None


def _said_paid(user: Any, key: int) -> tuple[str, str, str] | None:
    if not user.has_perm("feedback.view_conversation"):
        return None
    row = ConversationReply.objects.filter(pk=key).select_related("conversation").first()
    if row is None:
        return None
    page = reverse("admin:conversation", args=[row.conversation_id])
    return row.conversation.get_state_display(), "payments", page


def _as_written(typed: str) -> set[str]:
    """Numbers are kept in capitals; people type them as they like."""
    return {typed, typed.upper()}
