"""A customer withdraws a complaint sent on their page a moment ago.

It closes nothing: the complaint and its hold stay until a person has read and closed it, for who
withdraws may have been told to.
"""

from datetime import datetime

from accounts.models import Customer
from feedback.complaints.errors import guarded
from feedback.complaints.opening import OPEN
from feedback.complaints.timeline import lock_open, note
from feedback.models import Complaint
from feedback.models.complaint import WITHDRAWN_WITHIN


def withdrawable(customer: Customer, *, now: datetime) -> list[Complaint]:
    """Complaints sent on the page lately, not withdrawn or answered yet, the newest first."""
    lately = Complaint.objects.filter(
        customer=customer,
        via=Complaint.Via.PAGE,
        opened_by=None,
        state__in=OPEN,
        withdrawn_at=None,
        opened_at__gte=now - WITHDRAWN_WITHIN,
        opened_at__lte=now,
    )
    return list(lately.order_by("-pk"))


def withdraw(complaint: Complaint, *, now: datetime) -> None:
    """Keep on record that the customer no longer means it. Twice is once. Raises Refused."""
    with guarded():
        fresh = lock_open(complaint)
        if fresh.withdrawn_at is not None:
            return
        fresh.withdrawn_at = now
        fresh.save(update_fields=["withdrawn_at"])
        note(fresh, "withdrawn", by=None, now=now)
