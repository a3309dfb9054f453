"""Deadlines that come near remind the owner; one that is past goes to the supervisors.

Every reminder is written once per deadline, with an entry on the timeline, whoever's tick comes
first; a deadline that is moved reminds anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from accounts.access.team import TEAM, lender_day_sql, team_day
from accounts.database.streaming import streamed
from accounts.models import User
from accounts.rules.lender_day import HasZone
from feedback.complaints.deadline import time_left
from feedback.complaints.timeline import note
from feedback.models import Complaint, ComplaintAlert, ComplaintExtension

SOON, URGENT = timedelta(days=3), timedelta(hours=24)
LOOKED_AT_ONCE = 500
Kind = ComplaintAlert.Kind


@dataclass(frozen=True)
class Desk:
    """What waits for one person: complaints by urgency, their own or, for who decides, all."""

    mine_soon: int
    mine_urgent: int
    mine_overdue: int
    all_urgent: int
    all_overdue: int
    nobodys: int
    severe: int
    extensions: int
    reviews: int


def urgency(due_on: date | None, *, now: datetime, lender: HasZone) -> str:
    """The kind of reminder a last day calls for at this moment; empty: none yet."""
    if due_on is None:
        return ""
    left = time_left(due_on, now=now, lender=lender)
    if left <= timedelta(0):
        return Kind.OVERDUE
    if left <= URGENT:
        return Kind.DUE_24_HOURS
    return Kind.DUE_3_DAYS if left <= SOON else ""


def remind(now: datetime) -> int:
    """Write every reminder that has come due and is not there yet; how many."""
    # A day more than here, since a lender may be further east.
    near = Complaint.objects.filter(next_due_on__lte=team_day(now) + SOON + timedelta(days=1))
    near = near.select_related("lender").prefetch_related("alerts").order_by("next_due_on", "pk")
    written = 0
    for complaint in streamed(near, at_once=LOOKED_AT_ONCE):
        due_on = complaint.next_due_on
        kind = urgency(due_on, now=now, lender=complaint.lender or TEAM)
        told = {(alert.kind, alert.due_on) for alert in complaint.alerts.all()}
        if due_on is not None and kind and (kind, due_on) not in told:
            written += _write(complaint, kind, due_on=due_on, now=now)
    return written


def due_conditions(now: datetime) -> dict[str, Q]:
    """By what is left: past their last day, on it, or on one of the two days before. Each counts
    by its lender's day, as the reminders do; by the team's where it has none."""
    own, team = lender_day_sql(now), team_day(now)
    own_next, team_next = lender_day_sql(now, plus=2), team + timedelta(days=2)
    # Without the second branch a filter joins the lender inwardly, and complaints of none are lost.
    return {
        "overdue": Q(next_due_on__lt=own) | Q(lender=None, next_due_on__lt=team),
        "24h": Q(next_due_on=own) | Q(lender=None, next_due_on=team),
        "3d": Q(next_due_on__gt=own, next_due_on__lte=own_next)
        | Q(lender=None, next_due_on__gt=team, next_due_on__lte=team_next),
    }


def desk_of(person: User, *, now: datetime) -> Desk:
    """The numbers over the list, by one look at the open complaints that are near their day."""
    due = due_conditions(now)
    overdue, urgent, soon = due["overdue"], due["24h"], due["3d"]
    mine = Q(owner=person) | Q(review__reviewer=person, state=Complaint.State.IN_REVIEW)
    counted = Complaint.objects.filter(next_due_on__isnull=False).aggregate(
        mine_soon=Count("pk", filter=mine & soon),
        mine_urgent=Count("pk", filter=mine & urgent),
        mine_overdue=Count("pk", filter=mine & overdue),
        all_urgent=Count("pk", filter=urgent),
        all_overdue=Count("pk", filter=overdue),
        nobodys=Count("pk", filter=Q(owner=None)),
        severe=Count("pk", filter=Q(severity=Complaint.Severity.SEVERE)),
        reviews=Count("pk", filter=Q(state=Complaint.State.IN_REVIEW)),
    )
    asked = ComplaintExtension.objects.filter(state=ComplaintExtension.State.REQUESTED)
    return Desk(**counted, extensions=asked.count())


@transaction.atomic
def _write(complaint: Complaint, kind: str, *, due_on: date, now: datetime) -> bool:
    _alert, made = ComplaintAlert.objects.get_or_create(
        complaint=complaint, kind=kind, due_on=due_on, defaults={"at": now}
    )
    if made:
        note(complaint, kind, by=None, now=now)
    return made
