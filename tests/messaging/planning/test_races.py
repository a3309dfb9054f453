"""Two at once, and what a killed planner leaves."""

import threading
from datetime import datetime

import pytest
from django.db import connection, connections

from accounts.errors import Refused
from accounts.models import Lender
from messaging.models import Candidate, Message, Run
from messaging.planning.lock import LOCK_CLASS, is_being_planned
from messaging.planning.service import plan, request
from messaging.runs import release as run_release
from tests import make, make_runs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready() -> Lender:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    return lender


def test_of_two_planners_one_is_told_that_the_other_is_at_work(
    ready: Lender, now: datetime
) -> None:
    run = request(lender=ready, day=make.DAY, by=None, now=now)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_CLASS, run.pk])  # as a planner
        assert is_being_planned(run.pk)
        with pytest.raises(Refused):
            plan(lender=ready, day=make.DAY, by=None, now=now)
        with other.cursor() as cursor:  # closing alone leaves the lock until the server notices
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    assert plan(lender=ready, day=make.DAY, by=None, now=now).state == "planned"
    assert not is_being_planned(run.pk)


def test_a_planner_that_died_leaves_a_run_that_can_be_planned_again(
    ready: Lender, now: datetime
) -> None:
    request(lender=ready, day=make.DAY, by=None, now=now)  # and then nobody carries it out
    assert Run.objects.get().state == "planning"
    assert plan(lender=ready, day=make.DAY, by=None, now=now).state == "planned"
    assert Candidate.objects.count() == 1


def test_two_who_release_at_once_release_once(ready: Lender, now: datetime) -> None:
    run = plan(lender=ready, day=make.DAY, by=None, now=now)
    outcomes: list[str] = []

    def release() -> None:
        try:
            run_release.release(run.pk, by=make.staff("supervisor"), now=now, expected_count=1)
            outcomes.append("released")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    people = [threading.Thread(target=release) for _ in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["refused", "refused", "released"]
    assert Message.objects.count() == 1
