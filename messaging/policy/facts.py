"""What a decision is made from. No personal data: ids, states, days and amounts only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .calendar import Calendar

REMINDER = "reminder"
OPT_OUT_CONFIRMATION = "opt_out_confirmation"
ANSWER = "answer"
CALL = "call"
CALL_BACK = "call_back"
PROSPECT = "prospect"
NOTICE = "notice"
EDUCATION = "education"
PURPOSES = (REMINDER, OPT_OUT_CONFIRMATION, ANSWER, CALL, CALL_BACK, PROSPECT, NOTICE, EDUCATION)
"""A reminder; the one answer to an opt-out; an agent's answer to what the customer wrote; a call on
our initiative; a call the customer asked for, or that distress asks for; no message yet, only the
question from when this person may be reminded at all; thanks or an apology, about no loan; useful
knowledge between reminders, about no loan either."""

BOTH = "both"


@dataclass(frozen=True, slots=True)
class LoanFacts:
    """One loan the message speaks of.

    `stage_planned` and `occurrence` are those the run was planned with; `already_reminded` says
    that this stage and occurrence had its text. `role` is the addressee's part in this loan.
    """

    loan_id: int
    stage_planned: str
    occurrence: int
    due_date: date
    amount_due: Decimal
    currency: str
    as_of: datetime
    already_reminded: bool = False
    role: str = "debtor"


@dataclass(frozen=True, slots=True)
class ContactPointFacts:
    """The address to be written to: state active, wrong_party, unreachable or retired."""

    id: int
    role: str
    state: str = "active"
    confirmed_on: date | None = None
    valid: bool = True


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A reason not to contact, from `starts_at` until `until` (None: until lifted).

    Without a loan it covers the whole customer.
    """

    id: int
    kind: str
    starts_at: datetime
    until: datetime | None = None
    loan_id: int | None = None


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """The version to be sent, and whether it renders with this customer's facts.

    `untrue` names what the finished text, read back, says otherwise than the ledger.
    `missing` names values this customer lacks; `unready` what the lender has not approved in this
    language, `foreign` what is written in another: faults of ours, never of the customer.
    `review_due` is the last day on which its review is not overdue; None: nobody set one.
    """

    version_id: int
    state: str
    effective_from: datetime | None
    content_class: str
    has_opt_out_words: bool
    renders: bool = True
    missing: tuple[str, ...] = ()
    untrue: tuple[str, ...] = ()
    unready: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class PastContact:
    """An earlier contact: kind message, call (effective) or dial (unanswered).

    `scope` says whom it counts for: this customer, this address (another customer's message to
    the same number) or both. A text of several segments is one contact; what was never handed
    over is none. `loan_ids` are the loans it was about; empty: about none in particular, so it
    counts for each.
    """

    at: datetime
    channel: str
    scope: str = BOTH
    kind: str = "message"
    loan_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EducationFacts:
    """What is asked of useful knowledge alone.

    `consented`: the customer agreed to it and has not revoked that; `declined`: the address has
    since said that it wants none. `last_at`: when this customer or address last got some;
    `reminded_at`: the last reminder, or call about a debt. `reminder_waiting`: one is planned and
    has not left. `next_dues`: due dates of what the customer has still to pay, to any lender.
    `released_at`: when a person let it go; None: not yet.
    """

    consented: bool = False
    declined: bool = False
    last_at: datetime | None = None
    reminded_at: datetime | None = None
    reminder_waiting: bool = False
    next_dues: tuple[date, ...] = ()
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChosenFacts:
    """What an agent chose for one answer: a day, and an amount with its currency."""

    day: date | None = None
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Everything `decide` looks at, frozen at one moment.

    `zones` are all candidate zones of the recipient; empty means the policy's default zone.
    `ledger_zone` is the lender's: days past due are counted in it. Empty, for a question about no
    lender in particular, means the policy's default zone too.
    `stops` are the scopes of emergency stops in force that cover this message.
    `gateway_classes` is None when no gateway is set for the channel. `replying_to` is when the
    customer's own message came in, for an opt-out confirmation. `calendar` holds the days around
    `now`; hand the same tuple object to many decisions, its timetables are kept by identity.
    `waiting` are loans due of another standing or currency, which this text does not speak of and
    which wait for one of their own; `untold` those of them whose stage ends that day.
    `electronic_consent`: the customer agreed to texts and e-mail, which some places ask for.
    `wished_hours` is the part of the day the customer asked for (wishes.DAY_PARTS), or empty;
    `wished_channel` the channel they asked for, where it can be kept to (wishes.CHANNELS).
    `passed_over` are the channels of the plan before this one that cannot be used for this customer
    and why (reason codes). Of a message that takes the place of one on another channel,
    `already_read` says that the customer read or answered that one since, and `refused_on` names a
    channel of those before on which they opted out.
    `segment_without_text` names the segment that the strategy gives no text in this stage.
    `carrier_lacks` says what the only carriers there are have not passed of this text, where they
    send nothing else: signature, text, or as_filed for one that their template does not become.
    `education` is what useful knowledge is decided by besides; of nothing else it is set.
    `chosen` is what an agent chose for an answer with open fields; the trace tells it.
    `purpose` is one of PURPOSES; `replying_to` is also when the message came in that is answered.
    """

    channel: str
    zones: tuple[str, ...]
    loans: tuple[LoanFacts, ...]
    contact_point: ContactPointFacts | None
    template: TemplateFacts | None
    stops: tuple[str, ...] = ()
    suppression: str | None = None
    holds: tuple[HoldFacts, ...] = ()
    gateway_classes: frozenset[str] | None = None
    gateway_open: bool = True
    arm: str = "contact"
    contacts: tuple[PastContact, ...] = ()
    send_at_once: bool = False
    calendar: Calendar = ()
    night_consent: bool = False
    purpose: str = REMINDER
    replying_to: datetime | None = None
    wished_hours: str = ""
    wished_channel: str = ""
    ledger_zone: str = ""
    waiting: tuple[int, ...] = ()
    untold: tuple[int, ...] = ()
    electronic_consent: bool = False
    segment_without_text: str = ""
    carrier_lacks: str = ""
    passed_over: tuple[tuple[str, str], ...] = ()
    already_read: bool = False
    refused_on: str = ""
    education: EducationFacts | None = None
    chosen: ChosenFacts | None = None
