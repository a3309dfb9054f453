"""What codes of the inbox are called on screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.input.params import row_id
from accounts.models import Hold, User
from accounts.models.choices import Cause
from feedback.checklists import steps
from feedback.models import ConversationEvent
from messaging.models import Reply
from messaging.replies.intents import Intent
from messaging.replies.topics import Topic

INTENTS: dict[str, Any] = {
    Intent.DISTRESS: _("Distress"),
    Intent.COMPLAINT: _("Complaint"),
    Intent.OPT_OUT: _("Opted out"),
    Intent.OPT_OUT_REVIEW: _("Wants no more texts"),
    Intent.REVIEW: _("Unclear"),
    Intent.WRONG_PARTY: _("Wrong person"),
    Intent.PAID: _("Says it is paid"),
    Intent.PROMISE: _("Promise to pay"),
    Intent.HARDSHIP: _("Hardship"),
    Intent.DISPUTE: _("Dispute"),
    Intent.RATING: _("Rating"),
    Intent.NO_EDUCATION: _("No more useful knowledge"),
    Intent.OTHER: _("Other"),
}
TOPICS: dict[str, Any] = {
    Topic.GENUINE: _("Is it really from us?"),
    Topic.HOW_TO_PAY: _("How to pay"),
    Topic.HOW_MUCH: _("How much is due"),
    Topic.DUE_DAY: _("When it is due"),
    Topic.ACCOUNT: _("Which account"),
    Topic.APP: _("The app does not work"),
    Topic.DEBIT_FAILED: _("Debit failed"),
    Topic.CHANGE_CARD: _("Another bank card"),
    Topic.PAID_NOT_SHOWN: _("Paid, not shown yet"),
    Topic.EARLY: _("Pay early"),
    Topic.PARTIAL: _("Pay a part"),
    Topic.INSTALMENTS: _("Pay in instalments"),
    Topic.EXTENSION: _("Pay later"),
    Topic.REDUCTION: _("Pay less"),
    Topic.INTEREST: _("Interest"),
    Topic.FEE: _("Fees"),
    Topic.REFUND: _("Refund"),
    Topic.SETTLED_PROOF: _("Proof of settlement"),
    Topic.CONTRACT: _("Contract"),
    Topic.STATEMENT: _("Statement"),
    Topic.CREDIT_RECORD: _("Credit record"),
    Topic.PERSONAL_DATA: _("Where we have the data from"),
    Topic.NEW_NUMBER: _("Another number"),
    Topic.CONTACT_HOURS: _("Hours of contact"),
    Topic.STOP: _("How to stop texts"),
    Topic.COMPLAINT_HOW: _("How to complain"),
    Topic.PERSON: _("Wants to speak with a person"),
}
"""What a reply is about, the commonest first."""

LOOKS = {
    Intent.DISTRESS: "hc-bad",
    Intent.COMPLAINT: "hc-bad",
    Intent.HARDSHIP: "hc-warn",
    Intent.DISPUTE: "hc-warn",
    Intent.WRONG_PARTY: "hc-warn",
    Intent.OPT_OUT_REVIEW: "hc-warn",
    Intent.PROMISE: "hc-good",
    Intent.PAID: "hc-good",
}
ACTS: dict[str, Any] = {
    "complaint": _("Complaint logged"),
    "hardship": _("Hardship case opened"),
    "promise": _("Promise taken"),
    "dispute": _("Dispute: messages are held"),
    "wrong_person": _("Wrong person: the number is stopped"),
    "opt_out": _("Opted out: the number is stopped"),
    "call_back": _("On the call list"),
    "cause": _("Cause of delay"),
    "bereavement": _("Bereavement: messages are held"),
    "reading": _("Reading corrected"),
}


_What = ConversationEvent.What
_OF_A_PERSON = (_What.HANDED_OVER, _What.MENTIONED, _What.LEFT)


def intent(code: str) -> str:
    """What an intent or something that happened is called; an unknown code stands for itself."""
    if code in INTENTS:
        return str(INTENTS[code])
    return str(Hold.Kind(code).label) if code in set(Hold.Kind) else code


def topic(code: str, reply: Reply) -> str:
    """What a reply filed under nothing (`code`) is about; empty where that is not known, or what it
    is filed under says more."""
    return str(TOPICS.get(reply.topic, "")) if code == Intent.OTHER else ""


def look(code: str) -> str:
    """The class of its tag."""
    if code in set(Intent):
        return LOOKS.get(Intent(code), "")
    return "hc-warn" if code in set(Hold.Kind) else ""


def detail(event: ConversationEvent, people: Mapping[int, User]) -> str:
    """The detail of an event, in words."""
    kind, _colon, rest = event.detail.partition(":")
    if event.what in _OF_A_PERSON:
        return str(people.get(row_id(rest) or 0, ""))
    if event.what in (ConversationEvent.What.TICKED, ConversationEvent.What.UNTICKED):
        return steps.named(event)
    if event.what in (ConversationEvent.What.MERGED, ConversationEvent.What.UNMERGED):
        return f"#{rest}"
    if event.what == ConversationEvent.What.REVIEWED:
        return " + ".join(kind)
    if event.what in (ConversationEvent.What.SNOOZED, ConversationEvent.What.ASKED):
        return date_format(localtime(datetime.fromisoformat(event.detail)), "DATETIME_FORMAT")
    if event.what == ConversationEvent.What.ALARM_CLOSED:
        return str(_("by a call") if kind == "call" else _("by a supervisor"))
    if event.what == ConversationEvent.What.ACTED:
        said = str(ACTS.get(kind, kind))
        if kind == "reading":
            return f"{said}: {intent(rest)}"
        return f"{said}: {dict(Cause.choices).get(rest, rest)}" if kind == "cause" else said
    return ""
