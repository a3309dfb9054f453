"""The house goes on while nobody looks: what lies too long at a desk, a colleague takes up."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db.models import Q

from accounts.audit.trail import acting
from accounts.errors import Refused
from accounts.models import User
from config.world.past import desks
from config.world.past.desks import Staff
from feedback.models import Complaint
from messaging.models import Run
from messaging.runs.release import release

SUPERVISOR, SECOND, AGENT = "supervisor3", "supervisor2", "agent3"


def release_runs(now: datetime) -> int:
    """A second supervisor releases what nobody has released by the evening; how many runs."""
    by = User.objects.get(username=SECOND)
    waiting = Run.objects.filter(state=Run.State.PLANNED, day__lte=now.date()).order_by("pk")
    released = 0
    for run in waiting:
        with acting(user=by, source="world"), suppress(Refused):
            release(run.pk, by=by, now=now, expected_count=run.funnel.get("to_send", 0))
            released += 1
    return released


def work_desks(now: datetime) -> None:
    """What has lain since yesterday."""
    staff = Staff(*(User.objects.get(username=name) for name in (AGENT, SUPERVISOR, SECOND)))
    with acting(user=staff.agent, source="world"):
        desks.work(staff, now=now, promised={}, left_alone=_grave_and_nobodys())


def _grave_and_nobodys() -> Q:
    """Conversations about an open severe complaint that nobody has taken: for whoever tries the
    product, not for colleagues who close what has lain."""
    severe = Complaint.objects.filter(
        severity=Complaint.Severity.SEVERE,
        state__in=[Complaint.State.OPEN, Complaint.State.IN_PROGRESS],
        owner=None,
    )
    return Q(owner=None, customer__in=severe.values("customer"))
