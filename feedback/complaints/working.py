"""Working on an open complaint: who has it, what it is about, what it rests on."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import lenders
from accounts.errors import Refused
from accounts.models import User
from feedback.complaints.errors import guarded
from feedback.complaints.opening import link
from feedback.complaints.timeline import lock, lock_open, note
from feedback.models import Complaint, ComplaintMessage
from messaging.models import Message

MAY_WORK, MAY_DECIDE = "feedback.change_complaint", "feedback.decide_complaint"
MOST_MESSAGES = 20
"""Linked to one complaint: what a person still reads. Our own limit."""


@transaction.atomic
def take(complaint: Complaint, *, by: User, now: datetime) -> None:
    """Become its owner and start working on it."""
    fresh = lock_open(complaint)
    _own(fresh, by)
    note(fresh, "taken", by=by, now=now)


@transaction.atomic
def hand_over(complaint: Complaint, *, to: User, reason: str, by: User, now: datetime) -> None:
    """Give it to a colleague who works on complaints."""
    if not (by.has_perm(MAY_WORK) or by.has_perm(MAY_DECIDE)):
        raise PermissionDenied
    if not (to.is_active and to.has_perm(MAY_WORK)):
        raise Refused(_("That person does not work on complaints."))
    fresh = lock_open(complaint)
    if not lenders.decides_for(to, fresh.lender_id):
        raise Refused(_("%(person)s does not see this customer.") % {"person": to})
    if fresh.owner_id == to.pk:
        raise Refused(_("It is with that person already."))
    _own(fresh, to)
    note(fresh, "handed_over", by=by, now=now, text=f"→ {to}\n{reason}".strip())


def workers() -> QuerySet[User]:
    """Everybody a complaint can be handed to."""
    people = User.objects.filter(
        is_active=True,
        groups__permissions__codename="change_complaint",
        groups__permissions__content_type__app_label="feedback",
    )
    return people.distinct().order_by("display_name", "username")


@transaction.atomic
def add_note(complaint: Complaint, *, text: str, by: User, now: datetime) -> None:
    """One more entry of the timeline."""
    note(complaint, "note", by=by, now=now, text=text)


def reclassify(
    complaint: Complaint, *, category: str, severity: str, by: User, now: datetime
) -> None:
    """Say better what it is about and how bad. What was severe stays severe."""
    with guarded():
        fresh = lock_open(complaint)
        before = _kind_of(fresh)
        fresh.category, fresh.severity = category, severity
        fresh.save(update_fields=["category", "severity"])
        if _kind_of(fresh) != before:
            text = f"{before} → {_kind_of(fresh)}"
            note(fresh, "reclassified", by=by, now=now, text=text)


def link_message(complaint: Complaint, message: Message, *, by: User, now: datetime) -> None:
    """One more message it is about."""
    with guarded():
        fresh = lock(complaint)
        if fresh.linked.count() >= MOST_MESSAGES:
            raise Refused(
                _("A complaint has at most %(limit)d messages.") % {"limit": MOST_MESSAGES}
            )
        if not link(fresh, message, by=by, now=now):
            raise Refused(_("That message is linked already."))
        fresh.save(update_fields=["message", "template_version", "lender"])
        note(fresh, "linked", by=by, now=now, text=f"#{message.pk}")


def unlink_message(linked: ComplaintMessage, *, by: User, now: datetime) -> None:
    """It was not about that message; the next one, if any, says lender and text instead."""
    with guarded():
        fresh = lock_open(linked.complaint)
        linked.delete()
        if fresh.message_id == linked.message_id:
            rest = fresh.linked.select_related("message").order_by("pk").first()
            fresh.message = rest.message if rest else None
            fresh.template_version_id = rest.message.template_version_id if rest else None
            fresh.save(update_fields=["message", "template_version"])
        note(fresh, "unlinked", by=by, now=now, text=f"#{linked.message_id}")


def _own(fresh: Complaint, owner: User) -> None:
    fresh.owner = owner
    if fresh.state == Complaint.State.OPEN:
        fresh.state = Complaint.State.IN_PROGRESS
    fresh.save(update_fields=["owner", "state"])


def _kind_of(complaint: Complaint) -> str:
    return f"{complaint.get_category_display()} · {complaint.get_severity_display()}"
