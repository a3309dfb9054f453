"""The second review: the customer asks after the answer, another person decides, on a clock.

The customer is left in peace meanwhile, by a hold of the review's own.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Hold, User
from feedback.complaints import clocks
from feedback.complaints.errors import guarded
from feedback.complaints.timeline import lock, note, written
from feedback.complaints.ways_out import refuse_ways_out
from feedback.complaints.working import MAY_DECIDE
from feedback.models import Complaint, ComplaintReview

State, Outcome = ComplaintReview.State, ComplaintReview.Outcome


def ask_for_review(
    complaint: Complaint, *, via: str, text: str, by: User | None, now: datetime
) -> ComplaintReview:
    """Reopen an answered complaint as a review. `by` None: the customer, on their own page.

    Once per complaint, and until `review_until`; later, a new complaint is logged.
    """
    with guarded():
        fresh = lock(complaint, Complaint.State.RESOLVED)
        if obstacle := obstacle_to_asking(fresh, now=now):
            raise Refused(obstacle)
        hold = holds.place(
            customer=fresh.customer,
            kind=Hold.Kind.COMPLAINT,
            reason=_("Review of complaint %(number)s") % {"number": fresh.number},
            source=f"complaint:{fresh.number}",
            now=now,
            placed_by=by,
        )
        due = clocks.set_review(fresh, now=now, by=by)
        review = ComplaintReview.objects.create(
            complaint=fresh,
            via=via,
            text=written(text),
            asked_at=now,
            recorded_by=by,
            hold=hold,
            due_on=due.due_on,
        )
        fresh.state = Complaint.State.IN_REVIEW
        fresh.save(update_fields=["state", "next_due_on"])
        note(fresh, "review_asked", by=by, now=now)
        return review


def obstacle_to_asking(complaint: Complaint, *, now: datetime) -> str:
    """Why no review can be asked for now; empty when it can."""
    if complaint.state != Complaint.State.RESOLVED:
        return _("A review can be asked for once there is an answer.")
    if ComplaintReview.objects.filter(complaint=complaint).exists():
        return _("There has been a review already.")
    until = complaint.review_until
    if until is None or clocks.day_at(complaint.lender, now) > until:
        return _("The time to ask for a review is over; log a new complaint.")
    return ""


def take_review(review: ComplaintReview, *, by: User, now: datetime) -> None:
    """Become the reviewer."""
    with guarded():
        fresh, asked = _waiting(review, by=by)
        asked.reviewer = by
        asked.save(update_fields=["reviewer"])
        note(fresh, "review_taken", by=by, now=now)


def decide_review(
    review: ComplaintReview,
    *,
    outcome: str,
    answer: str,
    by: User,
    now: datetime,
    new_outcome: str = "",
) -> ComplaintReview:
    """Confirm the first outcome, or name another; what the customer is told stays on file."""
    if (outcome == Outcome.CHANGED) is not bool(new_outcome):
        raise Refused(_("Name the outcome instead, and only when it is another."))
    with guarded():
        fresh, asked = _waiting(review, by=by)
        if new_outcome == fresh.outcome:
            raise Refused(_("That is the first outcome; confirm it instead."))
        refuse_ways_out(answer, fresh.lender or lender_of(fresh.customer_id))
        asked.state, asked.outcome, asked.new_outcome = State.DECIDED, outcome, new_outcome
        asked.answer = written(answer)
        asked.decided_at, asked.decided_by = now, by
        asked.reviewer = asked.reviewer or by
        asked.save()
        fresh.state, fresh.next_due_on = Complaint.State.RESOLVED, None
        fresh.save(update_fields=["state", "next_due_on"])
        reason = _("Review of complaint %(number)s decided") % {"number": fresh.number}
        holds.release(asked.hold, by=by, reason=reason, now=now)
        note(fresh, "review_decided", by=by, now=now)
        return asked


def obstacle_to_reviewing(complaint: Complaint, *, by: User) -> str:
    """Why this person cannot do the review; empty when they can."""
    own = _("A review is done by somebody who neither worked on the complaint nor closed it.")
    return four_eyes.obstacle(
        by,
        hands=[([*complaint.worked_by, complaint.resolved_by_id], own)],
        may=by.has_perm(MAY_DECIDE),
        role=_("A supervisor does the review."),
    )


def _waiting(review: ComplaintReview, *, by: User) -> tuple[Complaint, ComplaintReview]:
    if not by.has_perm(MAY_DECIDE):
        raise PermissionDenied
    fresh = lock(review.complaint, Complaint.State.IN_REVIEW)
    asked = (
        ComplaintReview.objects.select_for_update(of=("self",))
        .select_related("hold")
        .get(pk=review.pk)
    )
    if asked.state != State.ASKED:
        raise Refused(_("Somebody has decided about it in the meantime."))
    if obstacle := obstacle_to_reviewing(fresh, by=by):
        raise Refused(obstacle)
    return fresh, asked
