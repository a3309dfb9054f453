"""More time for the answer: as a complex complaint, for a reason; beyond that, with an approver.

Neither is possible once the last day is over: a deadline that was missed is not moved after it.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from feedback.complaints import clocks
from feedback.complaints.errors import guarded
from feedback.complaints.timeline import lock_open, note, written
from feedback.complaints.working import MAY_DECIDE, MAY_WORK
from feedback.models import Complaint, ComplaintExtension

State = ComplaintExtension.State


def mark_complex(complaint: Complaint, *, reason: str, by: User, now: datetime) -> Complaint:
    """Give it the days of a complex complaint (30), for a stated reason."""
    if not by.has_perm(MAY_WORK):
        raise PermissionDenied
    with guarded():
        fresh = _in_time(complaint, reason, now)
        if fresh.is_complex:
            raise Refused(_("It is marked as complex already."))
        fresh.is_complex = True
        clocks.set_answer(fresh, because=clocks.Because.COMPLEX, now=now, by=by)
        fresh.save(update_fields=["is_complex", "due_on", "next_due_on"])
        note(fresh, "complex", by=by, now=now, text=reason)
        return fresh


def ask_for_extension(
    complaint: Complaint, *, reason: str, by: User, now: datetime
) -> ComplaintExtension:
    """Ask another person for 30 days more. One that waits or was approved bars a second."""
    if not by.has_perm(MAY_WORK):
        raise PermissionDenied
    with guarded():
        fresh = _in_time(complaint, reason, now)
        asked = ComplaintExtension.objects.create(
            complaint=fresh,
            reason=written(reason),
            from_due_on=fresh.due_on,
            requested_by=by,
            requested_at=now,
        )
        note(fresh, "extension_asked", by=by, now=now, text=reason)
        return asked


def approve_extension(extension: ComplaintExtension, *, by: User, now: datetime) -> Complaint:
    """Give the days, by somebody else than who asked; the customer is told by letter."""
    with guarded():
        fresh, asked = _waiting(extension, by=by)
        _refuse_when_over(fresh, now)
        asked.state, asked.decided_by, asked.decided_at = State.APPROVED, by, now
        asked.save(update_fields=["state", "decided_by", "decided_at"])
        clocks.set_answer(fresh, because=clocks.Because.EXTENDED, now=now, by=by, extension=asked)
        fresh.save(update_fields=["due_on", "next_due_on"])
        note(fresh, "extension_approved", by=by, now=now)
        return fresh


def refuse_extension(
    extension: ComplaintExtension, *, reason: str, by: User, now: datetime
) -> Complaint:
    """The day of the answer stays; the owner reads why."""
    reason = given(reason)
    with guarded():
        fresh, asked = _waiting(extension, by=by)
        asked.state, asked.decided_by, asked.decided_at = State.REFUSED, by, now
        asked.save(update_fields=["state", "decided_by", "decided_at"])
        note(fresh, "extension_refused", by=by, now=now, text=reason)
        return fresh


def obstacle_to_deciding(extension: ComplaintExtension, *, by: User) -> str:
    """Why this person cannot decide about the request; empty when they can."""
    own = _("You asked for it; somebody else must approve it.")
    return four_eyes.obstacle(
        by,
        hands=[([extension.requested_by_id], own)],
        may=by.has_perm(MAY_DECIDE),
        role=_("A supervisor decides about it."),
    )


def _in_time(complaint: Complaint, reason: str, now: datetime) -> Complaint:
    reason = given(reason)
    fresh = lock_open(complaint)
    _refuse_when_over(fresh, now)
    return fresh


def _refuse_when_over(complaint: Complaint, now: datetime) -> None:
    if clocks.day_at(complaint.lender, now) > complaint.due_on:
        raise Refused(_("The last day for the answer is over; it is no longer moved."))


def _waiting(extension: ComplaintExtension, *, by: User) -> tuple[Complaint, ComplaintExtension]:
    """Complaint and request, both locked. The complaint first, as everywhere."""
    fresh = lock_open(extension.complaint)
    asked = ComplaintExtension.objects.select_for_update(of=("self",)).get(pk=extension.pk)
    if asked.state != State.REQUESTED:
        raise Refused(_("Somebody has decided about it in the meantime."))
    if obstacle := obstacle_to_deciding(asked, by=by):
        raise Refused(obstacle)
    return fresh, asked
