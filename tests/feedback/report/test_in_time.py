"""Complaints and distress: what was late is found, what was in time is counted."""

from datetime import datetime, timedelta

import pytest

from feedback.models import Alarm
from feedback.report import complaints, distress
from messaging.report.parts import Check, Period
from tests import make, make_alarms, make_inbox
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def period(now: datetime, *, days: int = 30, seen: int = 30) -> Period:
    return Period(now - DAY, now + days * DAY, now + seen * DAY)


def found(check: Check) -> set[tuple[str, str]]:
    return {(violation.about, violation.what) for violation in check.violations}


def test_a_complaint_answered_after_its_last_day_is_late(now: datetime) -> None:
    """Opened on the 15th, due on the 30th."""
    in_time, late, never = logged(now), logged(now), logged(now)
    close(in_time, now + 15 * DAY)
    close(late, now + 16 * DAY)

    check = complaints.check(period(now))

    assert found(check) == {
        (f"complaint:{late.pk}", "answer_late"),
        (f"complaint:{never.pk}", "answer_late"),
    }
    assert (check.checked, check.figures["given"], check.figures["days"]["longest"]) == (3, 2, 16.0)


def test_one_whose_last_day_is_not_over_is_not_judged(now: datetime) -> None:
    logged(now)
    assert complaints.check(period(now, seen=15)).holds
    assert complaints.check(period(now, days=10)).checked == 0


def test_distress_that_nobody_took_is_found(now: datetime) -> None:
    lender = make_inbox.ready(make.lender())
    people = [make.loan(lender=lender).customer for _each in range(3)]
    soon, late, never = (make_alarms.distress(now, of=person) for person in people)
    by = make.staff("agent")
    for alarm, minutes in ((soon, 3), (late, 40)):
        taken = now + timedelta(minutes=minutes)
        Alarm.objects.filter(pk=alarm.pk).update(taken_at=taken, taken_by=by)

    check = distress.check(period(now))

    assert found(check) == {(f"conversation:{never.conversation_id}", "distress_left_alone")}
    assert [doubt.about for doubt in check.doubtful] == [f"conversation:{late.conversation_id}"]
    assert check.checked == 3
