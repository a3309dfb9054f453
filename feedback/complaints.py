"""Logging, working on and resolving complaints. The customer is left in peace meanwhile.

The complaint, its hold and the holding back of the customer's messages are one transaction; so are
the resolution and the end of the hold.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import holds
from accounts.keys import keyring
from accounts.models import Customer, Hold, Lender, User
from feedback.deadlines import LONGEST_ROLL_DAYS, answer_due
from feedback.models import Complaint, ComplaintEvent
from messaging import in_force
from messaging.models import CalendarDay, Message, Reply
from messaging.policy import profiles
from messaging.policy.model import Policy


class ComplaintRefused(Exception):
    """Nothing was changed; the message says why and what to do."""


@transaction.atomic
def log(
    *,
    customer: Customer,
    message: Message | None,
    via: str,
    category: str,
    severity: str,
    text: str,
    by: User,
    now: datetime,
) -> Complaint:
    """Log a complaint: number, owner (who logged it), deadline, and the hold, all or nothing."""
    if message is not None and message.customer_id != customer.pk:
        raise ComplaintRefused(_("That message went to another customer."))
    number = _next_number(now)
    due = _due(customer, message, now)
    hold = holds.place(
        customer=customer,
        kind=Hold.Kind.COMPLAINT,
        reason=_("Open complaint %(number)s") % {"number": number},
        source=f"complaint:{number}",
        now=now,
        placed_by=by,
    )
    complaint = Complaint.objects.create(
        number=number,
        customer=customer,
        message=message,
        via=via,
        category=category,
        severity=severity,
        text_enc=keyring().encrypt(text, "complaint.text"),
        owner=by,
        opened_at=now,
        opened_by=by,
        due_on=due,
        next_due_on=due,
        hold=hold,
    )
    _note(complaint, "logged", by=by, now=now)
    return complaint


@transaction.atomic
def open_for_hold(hold: Hold, *, now: datetime) -> Complaint | None:
    """Open the complaint a customer made by reply; messaging has placed its hold already.

    Nobody owns it yet. None: somebody else just opened it (the announcement and the sweep may
    come for the same reply).
    """
    hold = Hold.objects.select_for_update(of=("self",), no_key=True).get(pk=hold.pk)
    if Complaint.objects.filter(hold=hold).exists():
        return None
    due = _due(hold.customer, None, now)
    reply = Reply.objects.select_related("answers").get(pk=hold.source.removeprefix("reply:"))
    complaint = Complaint.objects.create(
        number=_next_number(now),
        customer=hold.customer,
        message=reply.answers if _is_theirs(reply, hold) else None,
        via=Complaint.Via.REPLY,
        category=Complaint.Category.OTHER,
        severity=Complaint.Severity.NORMAL,
        text_enc=keyring().encrypt(
            keyring().decrypt(bytes(reply.text_enc), "reply.text"), "complaint.text"
        ),
        owner=None,
        opened_at=now,
        opened_by=None,
        due_on=due,
        next_due_on=due,
        hold=hold,
    )
    _note(complaint, "replied", by=None, now=now)
    return complaint


def open_missed(now: datetime) -> int:
    """Open every complaint whose reply has its hold but no complaint yet (the sweep)."""
    waiting = Hold.objects.filter(
        kind=Hold.Kind.COMPLAINT, released_at=None, complaint=None, source__startswith="reply:"
    ).order_by("pk")[:200]
    return sum(open_for_hold(hold, now=now) is not None for hold in waiting)


@transaction.atomic
def take(complaint: Complaint, *, by: User, now: datetime) -> None:
    """Become its owner and start working on it."""
    fresh = _locked(complaint)
    fresh.owner = by
    if fresh.state == Complaint.State.OPEN:
        fresh.state = Complaint.State.IN_PROGRESS
    fresh.save(update_fields=["owner", "state"])
    _note(fresh, "taken", by=by, now=now)


@transaction.atomic
def add_note(complaint: Complaint, *, text: str, by: User, now: datetime) -> None:
    """One more entry of the timeline."""
    _note(complaint, "note", by=by, now=now, text=text)


@transaction.atomic
def resolve(
    complaint: Complaint, *, outcome: str, answer: str, by: User, now: datetime
) -> Complaint:
    """Close it with an outcome and what the customer was told; its hold ends with it."""
    fresh = _locked(complaint)
    if fresh.severity == Complaint.Severity.SEVERE and by.pk == fresh.opened_by_id:
        raise ComplaintRefused(
            _("A severe complaint is closed by a second person, not by who logged it.")
        )
    fresh.state = Complaint.State.RESOLVED
    fresh.outcome = outcome
    fresh.root_cause = Complaint.RootCause.NONE
    fresh.next_due_on = None
    fresh.answer_enc = keyring().encrypt(answer, "complaint.text")
    fresh.resolved_at = now
    fresh.resolved_by = by
    fresh.save()
    holds.release(
        fresh.hold,
        by=by,
        reason=_("Complaint %(number)s resolved") % {"number": fresh.number},
        now=now,
    )
    _note(fresh, "resolved", by=by, now=now)
    return fresh


def _locked(complaint: Complaint) -> Complaint:
    fresh = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("hold")
        .get(pk=complaint.pk)
    )
    if fresh.state == Complaint.State.RESOLVED:
        raise ComplaintRefused(_("This complaint has been resolved already."))
    return fresh


def _is_theirs(reply: Reply, hold: Hold) -> bool:
    return reply.answers is not None and reply.answers.customer_id == hold.customer_id


def _next_number(now: datetime) -> str:
    """TS20260915-00017; the serial never repeats, gaps are no harm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('feedback_complaint_serial')")
        serial = cursor.fetchone()[0]
    return f"TS{localdate(now):%Y%m%d}-{serial:05d}"


def _due(customer: Customer, message: Message | None, now: datetime) -> date:
    policy = _policy(customer, message, now)
    opened = localdate(now)
    last = opened + timedelta(days=policy.complaint_days + LONGEST_ROLL_DAYS)
    working = dict(
        CalendarDay.objects.filter(
            country=policy.country, date__gte=opened, date__lte=last
        ).values_list("date", "working")
    )
    return answer_due(opened, policy, working=working)


def _policy(customer: Customer, message: Message | None, now: datetime) -> Policy:
    """The lender's policy; where none is in force, the default profile: hearing comes first."""
    lender = (
        message.lender
        if message is not None
        else Lender.objects.filter(loans__customer=customer).order_by("pk").first()
    )
    if lender is not None:
        with suppress(in_force.NothingInForce):
            return in_force.policy(lender, now)[1]
    return profiles.load("cn")


def _note(
    complaint: Complaint, what: str, *, by: User | None, now: datetime, text: str = ""
) -> None:
    ComplaintEvent.objects.create(
        complaint=complaint,
        at=now,
        by=by,
        what=what,
        note_enc=keyring().encrypt(text, "complaint.text") if text else None,
    )
