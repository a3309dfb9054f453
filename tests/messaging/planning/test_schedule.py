"""The day's run is planned by the schedule, at the lender's hour, once."""

from datetime import datetime, time

import pytest

from messaging.models import Run
from messaging.planning.schedule import plan_due
from tests import make, make_runs

pytestmark = pytest.mark.django_db


def test_it_is_planned_once_its_hour_has_come(now: datetime) -> None:
    lender = make_runs.ready_lender(code="anhe", plan_at=time(18, 30))
    make.loan(lender=lender)
    assert plan_due(now=now.replace(minute=29)) == []
    (run,) = plan_due(now=now)
    assert (run.state, run.planned_by, run.funnel["due"]) == ("planned", None, 1)


def test_it_is_planned_once_a_day(now: datetime) -> None:
    make_runs.ready_lender(code="anhe")
    plan_due(now=now)
    plan_due(now=now)
    assert Run.objects.count() == 1


def test_a_lender_that_is_not_ready_or_plans_by_hand_is_passed_over(now: datetime) -> None:
    make.lender(code="no-policy-yet")
    make_runs.ready_lender(code="by-hand", plan_at=None)
    assert plan_due(now=now) == []
    assert not Run.objects.exists()
