"""Answering a complaint: outcome, root cause, what the customer was told; its hold ends with it."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import User
from feedback.complaints import clocks
from feedback.complaints.concerning import is_about
from feedback.complaints.errors import SENTENCES, guarded
from feedback.complaints.timeline import lock_open, note, written
from feedback.complaints.ways_out import refuse_ways_out
from feedback.complaints.working import MAY_DECIDE
from feedback.models import Complaint
from messaging.models import TemplateVersion


def resolve(
    complaint: Complaint,
    *,
    outcome: str,
    answer: str,
    by: User,
    now: datetime,
    root_cause: str = Complaint.RootCause.NONE,
    cause_version: TemplateVersion | None = None,
) -> Complaint:
    """Close it. With `root_cause` "template" the text at fault is named, else none is.

    Nobody closes one that may be about themselves. A severe one is closed by a person who decides
    and neither logged it nor ever owned it.
    """
    if (root_cause == Complaint.RootCause.TEMPLATE) is not (cause_version is not None):
        raise Refused(_("Name the text at fault, and only when a text is the cause."))
    with guarded():
        fresh = lock_open(complaint)
        if obstacle := obstacle_to_closing(fresh, by=by):
            raise Refused(obstacle)
        refuse_ways_out(answer, fresh.lender or lender_of(fresh.customer_id))
        fresh.state = Complaint.State.RESOLVED
        fresh.outcome, fresh.root_cause, fresh.cause_version = outcome, root_cause, cause_version
        fresh.answer = written(answer)
        fresh.resolved_at, fresh.resolved_by, fresh.next_due_on = now, by, None
        clocks.set_asking(fresh, now=now, by=by)
        fresh.save()
        reason = _("Complaint %(number)s resolved") % {"number": fresh.number}
        holds.release(fresh.hold, by=by, reason=reason, now=now)
        note(fresh, "resolved", by=by, now=now)
        return fresh


def obstacle_to_closing(complaint: Complaint, *, by: User) -> str:
    """Why this person cannot close it; empty when they can. Closing asks the database the same."""
    if is_about(complaint, by):
        return str(SENTENCES["nobody_closes_a_complaint_about_themselves"])
    if complaint.severity != Complaint.Severity.SEVERE:
        return ""
    own = _("A severe complaint is closed by a second person, not by who worked on it.")
    return four_eyes.obstacle(
        by,
        hands=[(complaint.worked_by, own)],
        may=by.has_perm(MAY_DECIDE),
        role=_("A severe complaint is closed by a supervisor."),
    )
