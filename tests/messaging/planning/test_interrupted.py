"""A planning whose process was killed is taken up again, or says that it is given up."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Lender
from messaging.models import Candidate, Run
from messaging.planning import interrupted, schedule, service
from tests import make, make_runs

LATER = interrupted.GRACE


@pytest.fixture
def lost(db: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run that was begun, and then its planner was gone. (Its lock would have gone, too: here it
    lasts as long as the transaction of the test. test_races asks for the lock itself.)"""
    monkeypatch.setattr(interrupted, "is_being_planned", lambda run_id: False)
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    return service.request(lender=lender, day=make.DAY, by=None, now=now)


def test_the_schedule_plans_it_again(lost: Run, now: datetime) -> None:
    (planned,) = schedule.plan_due(now=now + LATER)
    assert (planned.pk, planned.state, Candidate.objects.count()) == (lost.pk, "planned", 1)


def test_one_that_somebody_has_only_just_asked_for_is_left_to_its_worker(
    lost: Run, now: datetime
) -> None:
    assert schedule.plan_due(now=now + LATER - timedelta(seconds=1)) == []
    assert Run.objects.get().state == "planning"


def test_one_that_is_being_planned_is_left_alone(
    lost: Run, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interrupted, "is_being_planned", lambda run_id: True)
    assert schedule.plan_due(now=now + LATER) == []
    assert Run.objects.get().state == "planning"


def test_one_that_ends_its_process_every_time_is_given_up_and_says_so(
    lost: Run, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any) -> None:
        raise KeyboardInterrupt  # nothing of ours catches it, as nothing catches a kill

    monkeypatch.setattr(service, "_replace_candidates", killed)
    for _ in range(interrupted.TRIES):
        with pytest.raises(KeyboardInterrupt):
            interrupted.take_up(now=now + LATER)
    assert interrupted.take_up(now=now + LATER) == []
    run = Run.objects.get()
    assert run.state == "failed"
    assert "3" in run.plan_error


def test_one_of_a_day_that_is_over_is_not_sent_late(lost: Run, now: datetime) -> None:
    assert interrupted.take_up(now=now + timedelta(days=1)) == []
    run = Run.objects.get()
    assert (run.state, bool(run.plan_error), Candidate.objects.count()) == ("failed", True, 0)


def test_a_failure_says_nothing_of_a_planning_begun_since(lost: Run, now: datetime) -> None:
    later = now + timedelta(minutes=5)
    service.request(lender=Lender.objects.get(), day=make.DAY, by=None, now=later)
    service.fail(lost.pk, "of the first", begun=now)
    assert Run.objects.get().state == "planning"
