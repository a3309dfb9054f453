"""Who planned a run asks somebody else to release it, with one message."""

from datetime import datetime

import pytest

from accounts.errors import Refused
from feedback.morning import desks
from messaging.planning.service import plan
from messaging.runs import asking
from tests import make, make_runs

pytestmark = pytest.mark.django_db


def test_whoever_is_asked_finds_it_among_what_waits(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    planner, boss = make.staff("supervisor"), make.staff("supervisor")
    run = plan(lender=lender, day=make.DAY, by=planner, now=now)
    assert boss in asking.able(run, by=planner, now=now)
    assert planner not in asking.able(run, by=planner, now=now)
    asking.ask(run.pk, of=boss, by=planner, now=now)
    assert list(asking.asked_of(boss)) == [run]
    to_release, asked = [
        each.number for each in desks.waiting(boss, now) if each.page == "admin:run_today"
    ]
    assert (to_release, asked) == (1, 1)
    plan(lender=lender, day=make.DAY, by=planner, now=now)
    assert not asking.asked_of(boss).exists()


def test_oneself_and_who_may_not_release_are_not_asked(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    planner = make.staff("collector")
    run = plan(lender=lender, day=make.DAY, by=planner, now=now)
    for person in (planner, make.staff("agent")):
        with pytest.raises(Refused):
            asking.ask(run.pk, of=person, by=planner, now=now)
