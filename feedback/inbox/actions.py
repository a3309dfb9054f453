"""One click on a conversation: what an agent understood is done at once, and said in the thread.

Each act takes the conversation for whoever acts, does its work by the service that owns it, and
notes it, all in one transaction. Whoever acts has read the thread, so what it held is lifted.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit.trail import because
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import ContactPoint, Customer, Hold, Loan, User
from accounts.models.choices import Cause
from accounts.rules.hold_terms import ends_at
from feedback.calls import asking
from feedback.complaints import opening
from feedback.complaints.kinds import kind_of
from feedback.hardship import cases
from feedback.inbox import assignment, merging, questions
from feedback.inbox.urgency import CARE
from feedback.models import (
    CallTask,
    Complaint,
    Conversation,
    ConversationEvent,
    HardshipCase,
    Promise,
)
from feedback.models.conversation_events import note_event
from feedback.promises import service as promises
from messaging.models import Message, Suppression
from messaging.models.choices import ContentClass
from messaging.models.message_states import OPEN
from messaging.replies.intents import Intent
from messaging.suppression import service as suppressions, wrong_party

CORRECTIONS = frozenset(CARE) - {
    *(Intent.DISTRESS, Intent.OPT_OUT, Intent.RATING, Intent.NO_EDUCATION),
}
"""What a conversation may be said to be about: what the machine alone hears is none of it."""


class Reach(NamedTuple):
    """Whom stopping a number concerns: in how many files it stands, how many texts wait for it."""

    people: int
    texts: int


def reach(conversation: Conversation, *, wrong_person: bool) -> Reach:
    """What would be stopped; of somebody else's number, calls too."""
    here = merging.numbers(conversation)
    addresses = [address for _channel, address in here]
    waiting = Message.objects.filter(address_hash__in=addresses, state__in=OPEN)
    people = ContactPoint.objects.filter(address_hash__in=addresses)
    if not wrong_person:
        people = people.filter(channel__in=[channel for channel, _address in here])
    return Reach(
        people=people.values("customer").distinct().count(),
        texts=waiting.exclude(content_class=ContentClass.CONFIRMATION).count(),
    )


@transaction.atomic
def opt_out(conversation: Conversation, *, by: User, now: datetime) -> Suppression:
    """Nothing more is sent to this number, nor to those it is merged with. No confirmation: a
    person has answered."""
    fresh = assignment.read(conversation, by=by, now=now)
    suppression, *_others = [
        suppressions.suppress(
            channel=channel,
            address_hash=address,
            kind=Suppression.Kind.OPT_OUT,
            source=_source(fresh),
            now=now,
            by=by,
        )[0]
        for channel, address in merging.numbers(fresh)
    ]
    _done(fresh, "opt_out", suppression.pk, by=by, now=now)
    return suppression


@transaction.atomic
def mark_wrong_person(conversation: Conversation, *, by: User, now: datetime) -> None:
    """The number is somebody else's: stopped for everybody, and the debt hidden in the thread. Of
    several merged ones nobody could say which."""
    fresh = assignment.read(conversation, by=by, now=now)
    if len(merging.numbers(fresh)) > 1:
        raise Refused(_("Several numbers are merged here: take apart the one that is meant."))
    if fresh.contact_point is not None:
        wrong_party.shield(fresh.contact_point, source=_source(fresh), by=by, now=now)
    else:
        suppressions.suppress(
            channel=fresh.channel,
            address_hash=bytes(fresh.address_hash),
            kind=Suppression.Kind.WRONG_PARTY,
            source=_source(fresh),
            now=now,
            by=by,
        )
    fresh.masked, fresh.verified_at, fresh.verified_by = True, None, None
    fresh.save(update_fields=["masked", "verified_at", "verified_by"])
    _done(fresh, "wrong_person", by=by, now=now)


@transaction.atomic
def dispute(conversation: Conversation, *, by: User, now: datetime) -> Hold:
    """Hold the reminders until the account has been checked; once, however often it is said."""
    reason = _("The customer disputes it in the conversation.")
    return _held(conversation, kind=Hold.Kind.DISPUTE, reason=reason, by=by, now=now)


@transaction.atomic
def bereave(conversation: Conversation, *, by: User, now: datetime) -> Hold:
    """Somebody close to the customer has died: no reminder and no call for a while; once."""
    reason = _("The customer told of a death in the conversation.")
    return _held(conversation, kind=Hold.Kind.BEREAVEMENT, reason=reason, by=by, now=now)


@transaction.atomic
def read_as(conversation: Conversation, *, intent: str, by: User, now: datetime) -> None:
    """What it is about, where it was read wrongly. What the reading has done already is undone or
    done by the other acts; nothing is done twice. Distress stays what it is: only a call ends it.
    Raises Refused."""
    if intent not in CORRECTIONS:
        raise Refused(_("Choose what it is about."))
    fresh = assignment.ours(conversation, by=by, now=now)
    if fresh.intent == Intent.DISTRESS:
        raise Refused(_("Distress is closed by a call, or by a supervisor with a reason."))
    if fresh.intent == intent:
        return
    due = CARE[intent].due
    if due is not None:
        fresh.due_at = min(fresh.due_at, fresh.last_at + due)
    fresh.intent, fresh.changed_at = intent, now
    fresh.save(update_fields=["intent", "due_at", "changed_at"])
    what = ConversationEvent.What.ACTED
    note_event(fresh, what, by=by, now=now, detail=f"reading:{intent}")


@transaction.atomic
def complain(conversation: Conversation, *, by: User, now: datetime) -> Complaint:
    """Log the last reply as a complaint; the open one of the same reply is returned instead."""
    fresh = assignment.read(conversation, by=by, now=now)
    customer = _customer(fresh)
    reply = fresh.last_reply
    complaint = Complaint.objects.filter(hold__source=f"reply:{reply.pk}").first()
    if complaint is None:
        text = reply.text
        kind = kind_of(text)
        answered = reply.answers
        theirs = answered is not None and answered.customer_id == customer.pk
        complaint = opening.log(
            customer=customer,
            message=answered if theirs else None,
            via=Complaint.Via.REPLY,
            category=kind.category,
            severity=kind.severity,
            text=text,
            by=by,
            now=now,
        )
    _done(fresh, "complaint", complaint.pk, by=by, now=now)
    return complaint


@transaction.atomic
def open_hardship(conversation: Conversation, *, by: User, now: datetime) -> HardshipCase:
    """Open a hardship case with the last reply as the customer's own words."""
    fresh = assignment.read(conversation, by=by, now=now)
    case = cases.open_case(
        _customer(fresh),
        source=f"reply:{fresh.last_reply_id}",
        by=by,
        now=now,
        story=fresh.last_reply.text,
    )
    _done(fresh, "hardship", case.pk, by=by, now=now)
    return case


@transaction.atomic
def take_promise(
    conversation: Conversation, *, loan: Loan, amount: Decimal, on: date, by: User, now: datetime
) -> Promise:
    """Take the promise as the agent understood it; raises Refused when it cannot be one."""
    fresh = assignment.read(conversation, by=by, now=now)
    promise = promises.make(
        _customer(fresh),
        loan=loan,
        amount=amount,
        on=on,
        source=f"reply:{fresh.last_reply_id}",
        by=by,
        now=now,
    )
    _done(fresh, "promise", promise.pk, by=by, now=now)
    return promise


@transaction.atomic
def set_cause(conversation: Conversation, *, cause: str, by: User, now: datetime) -> int:
    """Why the customer is late, on every loan with something due: the strategy chooses its texts
    by it from the next run on. How many loans said otherwise before."""
    if cause not in Cause.values:
        raise Refused(_("Choose a cause of delay."))
    fresh = assignment.read(conversation, by=by, now=now)
    because(f"conversation:{fresh.pk}")
    loans = Loan.objects.filter(customer=_customer(fresh), amount_due__gt=0).exclude(cause=cause)
    ids = list(loans.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    changed = Loan.objects.filter(pk__in=ids).update(cause=cause, updated_at=now)
    _done(fresh, "cause", cause, by=by, now=now)
    return changed


@transaction.atomic
def call_back(
    conversation: Conversation, *, by: User, now: datetime, not_before: datetime | None = None
) -> CallTask:
    """Put the customer on the call list, because they asked for a call."""
    fresh = assignment.read(conversation, by=by, now=now)
    task = asking.ask(
        _customer(fresh),
        reason=CallTask.Reason.CALL_BACK,
        source=_source(fresh),
        now=now,
        by=by,
        conversation=fresh,
        not_before=not_before,
    )
    _done(fresh, "call_back", task.pk, by=by, now=now)
    return task


def _held(conversation: Conversation, *, kind: str, reason: str, by: User, now: datetime) -> Hold:
    """A hold of this kind on its customer, or the one that stands; noted."""
    fresh = assignment.read(conversation, by=by, now=now)
    customer = _customer(fresh)
    standing = Hold.objects.filter(Q(until=None) | Q(until__gt=now), released_at=None)
    hold = standing.filter(customer=customer, kind=kind).first() or holds.place(
        customer=customer,
        kind=kind,
        reason=reason,
        source=_source(fresh),
        now=now,
        until=ends_at(kind, now),
        placed_by=by,
    )
    _done(fresh, kind, hold.pk, by=by, now=now)
    return hold


def _done(
    conversation: Conversation, what: str, which: int | str = "", *, by: User, now: datetime
) -> None:
    if what != "cause":  # which tells the customer nothing
        questions.dealt_with(conversation, upto=conversation.last_reply_id, by=by, now=now)
    conversation.changed_at = now
    conversation.save(update_fields=["changed_at"])
    note_event(conversation, ConversationEvent.What.ACTED, by=by, now=now, detail=f"{what}:{which}")


def _source(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"


def _customer(conversation: Conversation) -> Customer:
    if conversation.customer is None:
        raise Refused(_("Nobody knows whose number this is."))
    return conversation.customer
