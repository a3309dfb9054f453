"""What waits at the desks is counted by the rules of the desks themselves."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from accounts.rules.lender_day import lender_day
from feedback.complaints.watching import desk_of
from feedback.models import Complaint
from feedback.morning.desks import waiting
from messaging.models import Run
from tests import make
from tests.make_complaints import logged

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def counted(page: str, query: str, now: datetime) -> int:
    [found] = [
        each
        for each in waiting(make.staff("supervisor"), now)
        if (each.page, each.query) == (page, query)
    ]
    return found.number


@pytest.mark.parametrize("hours", range(0, 49, 6))
def test_complaints_are_late_by_their_lenders_day(now: datetime, hours: int) -> None:
    for zone in ("Pacific/Auckland", "America/New_York"):
        customer = make.customer()
        make.loan(lender=make.lender(timezone=zone), customer=customer)
        logged(now, customer=customer)
    then = now + 14 * DAY + timedelta(hours=hours)
    boss = desk_of(make.staff("supervisor"), now=then)
    assert counted("admin:feedback_complaint_changelist", "", then) == (
        boss.all_overdue + boss.all_urgent
    )


def test_severe_ones_of_nobody_are_the_rows_its_link_lists(now: datetime) -> None:
    mine = logged(now)
    Complaint.objects.filter(pk=mine.pk).update(severity="severe", owner=make.staff("agent"))
    nobodys = logged(now)
    Complaint.objects.filter(pk=nobodys.pk).update(severity="severe", owner=None)
    assert counted("admin:feedback_complaint_changelist", "?due=severe&whose=nobody", now) == 1


def test_a_run_that_waits_is_told_to_whoever_releases_asked_or_not(now: datetime) -> None:
    lender = make.lender()
    for days, state in ((0, "planned"), (1, "planned")):
        Run.objects.create(
            lender=lender, day=lender_day(lender, now) - days * DAY, state=state, planned_at=now
        )
    with translation.override("en"):
        told = {str(each.label): each.number for each in waiting(make.staff("supervisor"), now)}
    assert told["Today's runs that wait to be released"] == 1
    assert told["Of these, runs a colleague asks you to release"] == 0
