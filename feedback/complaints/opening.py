"""Opening a complaint: number, deadline and hold are one transaction, all or nothing.

What a customer says again while a complaint of theirs about the same is open is added to it, since
one hold and one answer serve both; staff decide for themselves and may log another.
"""

from datetime import date, datetime
from functools import partial

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Customer, Hold, Lender, User
from feedback.complaints import clocks
from feedback.complaints.concerning import named_in
from feedback.complaints.errors import guarded
from feedback.complaints.kinds import Kind, kind_of
from feedback.complaints.timeline import note, written
from feedback.models import Complaint, ComplaintMessage
from feedback.signals import text_complained_of
from messaging.models import Message, Reply

SWEPT_AT_ONCE = 200
OPEN = (Complaint.State.OPEN, Complaint.State.IN_PROGRESS)


def log(
    *,
    customer: Customer,
    message: Message | None,
    via: str,
    category: str,
    severity: str,
    text: str,
    by: User | None,
    now: datetime,
) -> Complaint:
    """Log a complaint: number, owner (who logged it), deadline, and the hold.

    `by` None: the customer, on their own page or in a survey. Nobody owns it yet, and an open one
    of the same category takes it up instead (`same_again`).
    """
    if message is not None and message.customer_id != customer.pk:
        raise Refused(_("That message went to another customer."))
    with guarded():
        _lock(customer)
        standing = open_one(customer, category) if by is None else None
        if standing is not None:
            again = same_again(standing, text=text, message=message, now=now)
            if again is not None:
                return again
        number = next_number(now)
        hold = holds.place(
            customer=customer,
            kind=Hold.Kind.COMPLAINT,
            reason=_("Open complaint %(number)s") % {"number": number},
            source=f"complaint:{number}",
            now=now,
            placed_by=by,
        )
        return _open(
            "logged" if by else "came",
            number=number,
            customer=customer,
            message=message,
            via=via,
            category=category,
            severity=severity,
            text=text,
            by=by,
            hold=hold,
            now=now,
        )


def open_one(customer: Customer, category: str) -> Complaint | None:
    """The customer's open complaint of this category that they still mean, the oldest if there are
    several."""
    theirs = Complaint.objects.filter(
        customer=customer, category=category, state__in=OPEN, withdrawn_at=None
    )
    return theirs.order_by("pk").first()


@transaction.atomic
def same_again(
    complaint: Complaint, *, text: str, message: Message | None, now: datetime
) -> Complaint | None:
    """The customer says it again: kept on the timeline, with the message it is about. What names
    a regulator or the like now makes it severe; nothing makes it less.

    None: somebody has just answered it, so this needs an answer of its own.
    """
    fresh = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if fresh.state not in OPEN:
        return None
    fresh.repeats += 1
    fresh.not_closed_by = sorted({*fresh.not_closed_by, *named_in(text)})
    _raise(fresh, kind_of(text), now=now)
    if message is not None:
        link(fresh, message, by=None, now=now)
    fresh.save(
        update_fields=[
            *("repeats", "category", "severity", "message", "template_version", "lender"),
            "not_closed_by",
        ]
    )
    note(fresh, "said_again", by=None, now=now, text=text)
    return fresh


def open_for_hold(hold: Hold, *, now: datetime) -> Complaint | None:
    """Open the complaint a customer made by reply; messaging has placed its hold already.

    Nobody owns it yet. When one made by reply is open, that one takes it up and the second hold
    ends. None: somebody else just did this (the announcement and the sweep may come for the same
    reply).
    """
    with guarded():
        _lock(hold.customer)
        hold = Hold.objects.select_for_update(of=("self",), no_key=True).get(pk=hold.pk)
        if hold.released_at is not None or Complaint.objects.filter(hold=hold).exists():
            return None
        reply = Reply.objects.select_related("answers").get(pk=hold.source.removeprefix("reply:"))
        message = reply.answers if _is_theirs(reply, hold) else None
        # One reply that cannot be read must not keep the complaints of all others from opening.
        text = Reply.text.field.shown(reply)
        kind = kind_of(text)
        standing = _open_by_reply(hold.customer)
        if standing is not None:
            again = same_again(standing, text=text, message=message, now=now)
            if again is not None:
                reason = _("Added to complaint %(number)s") % {"number": again.number}
                holds.release(hold, by=None, reason=reason, now=now)
                return again
        return _open(
            "replied",
            number=next_number(now),
            customer=hold.customer,
            message=message,
            via=Complaint.Via.REPLY,
            category=kind.category,
            severity=kind.severity,
            text=text,
            by=None,
            hold=hold,
            now=now,
        )


def open_missed(now: datetime) -> int:
    """Open every complaint whose reply has its hold but no complaint yet (the sweep)."""
    waiting = Hold.objects.filter(
        kind=Hold.Kind.COMPLAINT,
        released_at=None,
        complaint=None,
        complaint_review=None,
        source__startswith="reply:",
    )
    found = waiting.select_related("customer").order_by("pk")[:SWEPT_AT_ONCE]
    return sum(open_for_hold(hold, now=now) is not None for hold in found)


def link(complaint: Complaint, message: Message, *, by: User | None, now: datetime) -> bool:
    """Tie a message of the customer to the complaint; the first one says lender and text.

    The caller holds the lock and saves the complaint. False: it was linked already.
    """
    if message.customer_id != complaint.customer_id:
        raise Refused(_("That message went to another customer."))
    _link, made = ComplaintMessage.objects.get_or_create(
        complaint=complaint, message=message, defaults={"at": now, "by": by}
    )
    if complaint.message_id is None:
        complaint.message = message
        complaint.template_version_id = message.template_version_id
        complaint.lender_id = message.lender_id
    return made


def next_number(now: datetime) -> str:
    """TS20260915-00017; the serial never repeats, gaps are no harm."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('feedback_complaint_serial')")
        serial = cursor.fetchone()[0]
    return f"TS{localdate(now):%Y%m%d}-{serial:05d}"


def _open(
    what: str,
    *,
    number: str,
    customer: Customer,
    message: Message | None,
    via: str,
    category: str,
    severity: str,
    text: str,
    by: User | None,
    hold: Hold,
    now: datetime,
) -> Complaint:
    lender = lender_of(customer.pk, message)
    due = answer_by(lender, now)
    complaint = Complaint.objects.create(
        number=number,
        customer=customer,
        message=message,
        lender=lender,
        template_version=message.template_version if message else None,
        via=via,
        category=category,
        severity=severity,
        text=written(text),
        not_closed_by=named_in(text),
        owner=by,
        opened_at=now,
        opened_by=by,
        due_on=due,
        next_due_on=due,
        hold=hold,
    )
    if message is not None:
        link(complaint, message, by=by, now=now)
    clocks.set_answer(complaint, because=clocks.Because.OPENED, now=now, by=by)
    note(complaint, what, by=by, now=now)
    _announce(complaint)
    return complaint


def _announce(complaint: Complaint) -> None:
    """One complaint too many pauses its text: a worker counts, the customer does not wait."""
    if complaint.template_version_id is not None:
        transaction.on_commit(partial(text_complained_of.send, sender=Complaint), robust=True)


def _raise(complaint: Complaint, kind: Kind, *, now: datetime) -> None:
    if not kind.is_severe or complaint.severity == Complaint.Severity.SEVERE:
        return
    complaint.severity = kind.severity
    if complaint.category == Complaint.Category.OTHER:
        complaint.category = kind.category
    note(complaint, "reclassified", by=None, now=now, text=complaint.get_severity_display())


def _open_by_reply(customer: Customer) -> Complaint | None:
    theirs = Complaint.objects.filter(
        customer=customer, via=Complaint.Via.REPLY, opened_by=None, state__in=OPEN
    )
    return theirs.order_by("pk").first()


def answer_by(lender: Lender | None, now: datetime) -> date:
    """The last day for the answer to a complaint logged now."""
    rules = clocks.rules_for(lender, now)
    return clocks.answer_deadline(clocks.day_at(lender, now), rules, now).due_on


def _lock(customer: Customer) -> None:
    """So that two requests of one customer cannot both find nothing open."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def _is_theirs(reply: Reply, hold: Hold) -> bool:
    return reply.answers is not None and reply.answers.customer_id == hold.customer_id
