"""The timeline of a complaint, and the lock under which it is changed."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from feedback.models import Complaint, ComplaintEvent


def note(
    complaint: Complaint, what: str, *, by: User | None, now: datetime, text: str = ""
) -> None:
    """One entry; `what` is a code named in feedback.admin.complaints.labels."""
    ComplaintEvent.objects.create(
        complaint=complaint, at=now, by=by, what=what, note=written(text) if text else None
    )


def written(text: str) -> str:
    """What a customer or a colleague wrote, as it is kept."""
    return text.replace("\0", "")


def lock(complaint: Complaint, *states: str) -> Complaint:
    """The row as it stands, locked until the transaction ends. Refused outside of `states`."""
    fresh = (
        Complaint.objects.select_for_update(of=("self",))
        .select_related("hold", "customer", "lender")
        .get(pk=complaint.pk)
    )
    if states and fresh.state not in states:
        raise Refused(_why_not(fresh.state))
    return fresh


def lock_open(complaint: Complaint) -> Complaint:
    """Locked, and not answered yet."""
    return lock(complaint, Complaint.State.OPEN, Complaint.State.IN_PROGRESS)


def _why_not(state: str) -> str:
    if state == Complaint.State.RESOLVED:
        return _("This complaint has been resolved already.")
    if state == Complaint.State.IN_REVIEW:
        return _("This complaint has been answered; its review is under way.")
    return _("This complaint has not been answered yet.")
