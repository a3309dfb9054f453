"""What goes into `gather` and what comes out: plain rows, no models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from accounts.privacy.hiding import hides
from messaging.content.check_code import SAMPLE
from messaging.content.chosen import NOTHING, Chosen
from messaging.policy.facts import REMINDER, ContactFacts


class StagedLoan(NamedTuple):
    """A loan a message is to speak of, in the stage and occurrence it was planned for."""

    loan_id: int
    stage: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Subject:
    """One message to decide about.

    `contact_point_id` None: the customer's best one is chosen (planning); else that one is judged
    as it is now (claim). `message_id` keeps a message from counting as a contact with itself.
    `cause` and `language` are those of the text. `avoid_gateway_id` refused it for now. `waiting`,
    `untold`, `segment_without_text`, `already_read`, `refused_on` and `passed_over`: as in
    ContactFacts. The messages of the same `candidate_id` have not reminded of its loans before;
    the one it `follows` is no contact any more when it could not be delivered. `check_code`: the
    查询码 of the text that is to leave; of one that is only looked at, the sample. `released_at`:
    of useful knowledge, when somebody let it go. `chosen`: of an answer, what an agent chose.
    """

    customer_id: int | None
    loans: tuple[StagedLoan, ...]
    template_version_id: int | None
    language: str
    cause: str = "unknown"
    arm: str = "contact"
    channel: str = "sms"
    contact_point_id: int | None = None
    run_id: int | None = None
    message_id: int | None = None
    send_at_once: bool = False
    purpose: str = REMINDER
    replying_to: datetime | None = None
    avoid_gateway_id: int | None = None
    waiting: tuple[int, ...] = ()
    untold: tuple[int, ...] = ()
    check_code: str = field(default=SAMPLE, repr=False)
    segment_without_text: str = ""
    candidate_id: int | None = None
    follows_id: int | None = None
    already_read: bool = False
    refused_on: str = ""
    released_at: datetime | None = None
    passed_over: tuple[tuple[str, str], ...] = ()
    chosen: Chosen = NOTHING


@hides("name_enc", "salutation")
class CustomerRow(NamedTuple):
    """A customer as a text needs them; the name stays ciphertext. The language is the one they
    asked for, else the one on file."""

    id: int
    customer_no: str
    name_enc: bytes
    salutation: str
    language: str
    zones: tuple[str, ...]
    wished_hours: str
    wished_channel: str
    missed_at: datetime | None
    """When our last call was not answered; asked only of whoever wishes to be called."""
    night_consent: bool
    electronic_consent: bool
    reached_as_wished: bool = False
    """There is an address in use on the channel they asked for."""
    open_screen: bool = False
    """They agreed that a locked phone shows what is owed."""


class LoanRow(NamedTuple):
    """A loan as the ledger stands now."""

    id: int
    customer_id: int
    loan_no: str
    product: str
    currency: str
    outstanding: Decimal
    amount_due: Decimal
    due_date: date
    as_of: datetime
    instalments_paid: int
    instalments_paid_late: int
    cause: str
    officer_name: str = ""
    """Of who looks after the loan, as the core system told it; “”: nobody is named."""


@hides("address_enc")
class PointRow(NamedTuple):
    """A contact point; the address stays ciphertext."""

    id: int
    customer_id: int
    channel: str
    role: str
    state: str
    confirmed_on: date | None
    address_hash: bytes
    address_enc: bytes


class TemplateRow(NamedTuple):
    """A template version as it stands now."""

    id: int
    template_id: int
    state: str
    effective_from: datetime | None
    content_class: str
    body: str
    review_due: date | None
    channel: str = "sms"
    subject: str = ""
    variant_of: int | None = None


@hides("text", "told", "content")
class Text(NamedTuple):
    """The whole text as received, how many SMS it costs, and what people or files put into it."""

    text: str
    segments: int
    told: tuple[tuple[str, str], ...] = ()
    coded: bool = False
    """It names a 查询码."""

    untrue: tuple[str, ...] = ()
    """What it says otherwise than the ledger, read back; such a text never leaves."""

    content: Mapping[str, str] = MappingProxyType({})
    """The same in the shape of its channel (gateways.base.Outgoing); empty for SMS."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of one subject and the rows they came from.

    `text` is what would be sent: all loans named, 【signature】 in front; None when a value is
    missing or no loan is left to name. It is personal data: encrypt it, never log it.
    """

    subject: Subject
    facts: ContactFacts
    customer: CustomerRow | None
    point: PointRow | None
    loans: tuple[LoanRow, ...]
    text: Text | None
    gateway_id: int | None
