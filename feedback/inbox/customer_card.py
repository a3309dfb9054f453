"""The customer card beside a thread: what is owed, what stops us, what was lately said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.contact.wishes import Wish, wishes_of
from accounts.disclosure import personal
from accounts.holds.guide import Guide, notices
from accounts.holds.service import in_force
from accounts.models import Hold, Loan
from accounts.privacy.masks import mask_phone
from accounts.rules import delinquency
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from feedback.models import CallTask, Complaint, Conversation, Promise
from messaging.explaining.next_contact import NextContact, next_contacts
from messaging.models import Call, Message, Reply, Suppression
from messaging.models.message_states import CONTACTS
from messaging.replies.new_number import proposed_number

MOST = 8
LAST = 5


@dataclass(frozen=True, slots=True)
class Card:
    """Everything masked. Loans and what follows from them are empty while the debt is hidden."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    wishes: list[Wish]
    loans: list[dict[str, Any]]
    holds: list[Hold]
    notices: list[Guide]
    suppression: Suppression | None
    contacts: list[dict[str, Any]]
    next_contacts: list[NextContact]
    promise: Promise | None
    complaint: Complaint | None
    task: CallTask | None
    new_number: str = field(default="", repr=False)


def named(conversation: Conversation) -> dict[str, str]:
    """Who writes, masked: what the head of a thread says."""
    customer, point = conversation.customer, conversation.contact_point
    return {
        "name": personal.masked_name(customer) if customer else "",
        "number": personal.masked_address(point) if point else "",
    }


def card(conversation: Conversation, now: datetime) -> Card:
    """A fixed number of queries, whatever the history."""
    customer = conversation.customer
    holds = _holds(customer.pk, now) if customer else []
    shown = customer is not None and not conversation.masked
    return Card(
        **named(conversation),
        wishes=wishes_of(customer, now) if customer else [],
        loans=_loans(customer.pk, now) if customer and shown else [],
        holds=holds,
        notices=notices(hold.kind for hold in holds),
        suppression=Suppression.objects.filter(
            channel=conversation.channel, address_hash=conversation.address_hash, lifted_at=None
        ).first(),
        contacts=_contacts(customer.pk) if customer else [],
        next_contacts=next_contacts(customer, now) if customer else [],
        promise=_promise(customer.pk) if customer and shown else None,
        complaint=customer.complaints.exclude(state=Complaint.State.RESOLVED).first()
        if customer
        else None,
        task=CallTask.objects.filter(customer=customer, state=CallTask.State.OPEN).first()
        if customer
        else None,
        new_number=_new_number(holds),
    )


def _new_number(holds: Iterable[Hold]) -> str:
    """What the customer says the number is now, masked: of the newest hold that rests on it."""
    sources = [hold.source for hold in holds if hold.kind == Hold.Kind.NEW_NUMBER]
    number = re.fullmatch(r"reply:(\d+)", sources[0]) if sources else None
    reply = Reply.objects.filter(pk=int(number[1])).first() if number else None
    text = Reply.text.field.readable(reply) if reply else None
    said = proposed_number(text) if text else ""
    return mask_phone(said) if said else ""


def _loans(customer_id: int, now: datetime) -> list[dict[str, Any]]:
    loans = Loan.objects.filter(customer=customer_id).select_related("lender")
    return [
        {
            "loan": loan,
            "due": money(loan.amount_due, loan.currency),
            "dpd": dpd if loan.amount_due > 0 and dpd > 0 else None,
        }
        for loan in loans.order_by("-amount_due", "due_date")[:MOST]
        for dpd in [delinquency.days_past_due(loan.due_date, lender_day(loan.lender, now))]
    ]


def _holds(customer_id: int, now: datetime) -> list[Hold]:
    return list(in_force(customer_id, now).order_by("-starts_at")[:MOST])


def _contacts(customer_id: int) -> list[dict[str, Any]]:
    """The last texts that left and the last calls, newest first."""
    texts = Message.objects.filter(customer=customer_id, state__in=CONTACTS)
    texts = texts.select_related("template_version__template").defer("body")
    calls = Call.objects.filter(customer=customer_id).defer("facts", "trace", "note")
    found: list[dict[str, Any]] = [
        {
            "at": text.handed_over_at or text.claimed_at,
            "what": text.get_channel_display(),
            "state": text.get_state_display(),
        }
        for text in texts.order_by("-claimed_at")[:LAST]
    ]
    found += [
        {
            "at": call.begun_at,
            "what": call.get_purpose_display(),
            "state": call.get_outcome_display(),
        }
        for call in calls.order_by("-begun_at")[:LAST]
    ]
    return sorted(found, key=lambda row: row["at"], reverse=True)[:LAST]


def _promise(customer_id: int) -> Promise | None:
    open_ones = Promise.objects.filter(customer=customer_id, state=Promise.State.OPEN)
    return open_ones.select_related("loan").order_by("pay_on").first()
