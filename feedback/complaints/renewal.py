"""Deadlines reckoned on an unconfirmed work calendar are reckoned again once it is confirmed.

Until then no day off moved them, so this gives time and never takes any.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from feedback.complaints.clocks import reckon_in
from feedback.complaints.timeline import lock
from feedback.models import Complaint, ComplaintClock, ComplaintReview

Kind, State = ComplaintClock.Kind, Complaint.State
LOOKED_AT_ONCE = 200


def renew(now: datetime) -> int:
    """Reckon anew what can be said for sure by now; how many deadlines that were unsure."""
    today = localdate(now)
    running = (
        Q(kind=Kind.ANSWER, complaint__state__in=[State.OPEN, State.IN_PROGRESS])
        | Q(kind=Kind.REVIEW, complaint__state=State.IN_REVIEW)
        | Q(kind=Kind.ASK, complaint__state=State.RESOLVED, complaint__review_until__gte=today)
    )
    clocks = ComplaintClock.objects.filter(running).order_by("complaint", "kind", "-pk")
    newest = clocks.distinct("complaint", "kind").values("pk")
    unsure = ComplaintClock.objects.filter(pk__in=newest, unconfirmed_years__len__gt=0)
    return sum(_renew(clock, now) for clock in unsure.order_by("due_on", "pk")[:LOOKED_AT_ONCE])


@transaction.atomic
def _renew(clock: ComplaintClock, now: datetime) -> bool:
    found = reckon_in(clock.country, clock.starts_on, days=clock.days, rolls=True, now=now)
    if found.unconfirmed:
        return False
    complaint = lock(clock.complaint)
    newest = complaint.clocks.filter(kind=clock.kind).order_by("-pk").first()
    if newest is None or newest.pk != clock.pk:
        return False  # reckoned anew by a person meanwhile
    clock.pk = None
    clock.because, clock.at, clock.by = ComplaintClock.Because.CALENDAR, now, None
    clock.due_on, clock.days_off, clock.unconfirmed_years = (
        found.due_on,
        list(found.days_off),
        [],
    )
    clock.save(force_insert=True)
    _move(complaint, clock)
    return True


def _move(complaint: Complaint, clock: ComplaintClock) -> None:
    if clock.kind == Kind.ASK:
        complaint.review_until = clock.due_on
    else:
        complaint.next_due_on = clock.due_on
    if clock.kind == Kind.ANSWER:
        complaint.due_on = clock.due_on
    if clock.kind == Kind.REVIEW:
        ComplaintReview.objects.filter(complaint=complaint).update(due_on=clock.due_on)
    complaint.save(update_fields=["due_on", "next_due_on", "review_until"])
