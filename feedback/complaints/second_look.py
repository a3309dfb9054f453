"""A closed complaint looked at by somebody who had no part in it: it stays, or is opened again.

Which are looked at is drawn by the database as they are closed (feedback.models.complaint_closing).
Opened again, the customer is left in peace again, what had been answered stays on the timeline, and
whoever closed it does not close it a second time.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.input.reasons import given
from accounts.models import Hold, User
from feedback.complaints.errors import SENTENCES, guarded
from feedback.complaints.timeline import lock, note
from feedback.complaints.working import MAY_DECIDE
from feedback.models import Complaint, ComplaintReview

State = Complaint.State


def waiting() -> QuerySet[Complaint]:
    """What was drawn and nobody has looked at yet, the oldest closing first. One that the customer
    has asked a review of is looked at there."""
    review = ComplaintReview.objects.filter(complaint=OuterRef("pk"))
    drawn = Complaint.objects.filter(~Exists(review), state=State.RESOLVED, drawn=True)
    return drawn.filter(looked_at=None).order_by("resolved_at", "pk")


def obstacle_to_looking(complaint: Complaint, *, by: User) -> str:
    """Why this person does not look at it; empty when they may."""
    hands = {*complaint.worked_by, *complaint.not_closed_by, complaint.resolved_by_id}
    return four_eyes.obstacle(
        by,
        hands=[(hands, SENTENCES["somebody_else_looks_at_a_closing"])],
        may=by.has_perm(MAY_DECIDE),
        role=_("A supervisor looks at it."),
    )


def leave(complaint: Complaint, *, by: User, now: datetime) -> Complaint:
    """It was closed rightly. Raises PermissionDenied or Refused."""
    with guarded():
        fresh = _closed(complaint, by=by)
        fresh.looked_at, fresh.looked_at_by = now, by
        fresh.save(update_fields=["looked_at", "looked_at_by"])
        note(fresh, "looked_at", by=by, now=now)
    return fresh


def open_again(complaint: Complaint, *, reason: str, by: User, now: datetime) -> Complaint:
    """It was closed wrongly or too soon: somebody else works on it. Its day stays the first one.

    Raises PermissionDenied, or Refused without a reason and where a review was asked for.
    """
    reason = given(reason, ask=_("Say why it is opened again."))
    with guarded():
        fresh = _closed(complaint, by=by)
        if ComplaintReview.objects.filter(complaint=fresh).exists():
            raise Refused(_("There has been a review already."))
        before = f"{fresh.get_outcome_display()} · {fresh.resolved_by}\n{fresh.answer or ''}"
        fresh.hold = holds.place(
            customer=fresh.customer,
            kind=Hold.Kind.COMPLAINT,
            reason=_("Open complaint %(number)s") % {"number": fresh.number},
            source=f"complaint:{fresh.number}",
            now=now,
            placed_by=by,
        )
        fresh.state, fresh.owner = State.IN_PROGRESS, None
        fresh.looked_at, fresh.looked_at_by = now, by
        fresh.outcome, fresh.root_cause, fresh.cause_version = "", "", None
        fresh.answer, fresh.resolved_at, fresh.resolved_by = None, None, None
        fresh.review_until, fresh.next_due_on = None, fresh.due_on
        fresh.save()
        note(fresh, "opened_again", by=by, now=now, text=f"{reason}\n\n{before}")
    return fresh


def _closed(complaint: Complaint, *, by: User) -> Complaint:
    if not by.has_perm(MAY_DECIDE):
        raise PermissionDenied
    fresh = lock(complaint, State.RESOLVED)
    if obstacle := obstacle_to_looking(fresh, by=by):
        raise Refused(obstacle)
    return fresh
