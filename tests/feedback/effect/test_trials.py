"""What a trial says, and when it stops by itself."""

from datetime import timedelta

import pytest

from feedback.effect import counting, trials as effects
from messaging.models import Trial
from messaging.models.approvable import ApprovalState
from messaging.planning import service as planning
from messaging.runs import release
from tests import make, make_runs

pytestmark = pytest.mark.django_db
CELL = ("dpd-4-7", "gentle", "unknown")


@pytest.fixture
def lender(db):
    return make_runs.ready_lender()


def test_a_text_that_does_harm_ends_its_trial(trial, counted):
    counted(trial, 0, of=2_000, paid=1_200, complained=2)
    counted(trial, 1, of=2_000, paid=1_400, complained=40)
    assert effects.results(trial)[1].harmed_by == ["complained"]
    effects.settle(trial.lender, now=make.MORNING + timedelta(days=3))
    trial.refresh_from_db()
    assert (trial.ended_why, trial.state) == (Trial.Ended.HARM, ApprovalState.APPROVED)


def test_a_trial_ends_when_its_days_are_over(trial):
    effects.settle(trial.lender, now=make.MORNING + timedelta(days=59))
    trial.refresh_from_db()
    assert trial.ended_at is None
    effects.settle(trial.lender, now=make.MORNING + timedelta(days=60))
    trial.refresh_from_db()
    assert trial.ended_why == Trial.Ended.TIME


def test_more_repaid_is_no_winner_while_its_harm_is_not_known(trial, counted):
    counted(trial, 0, of=600, paid=300)
    counted(trial, 1, of=600, paid=480)
    second = effects.results(trial)[1]
    assert (second.held, second.wins) == (True, False)


def test_the_arms_are_counted_from_their_assignments(trial, assigned, paid, now):
    for at in range(24):
        one = assigned(ago=9, trial=trial, trial_arm=at % 2, amount_due=100)
        if at % 4:
            paid(one, 100, after=1)
    counting.count_all(now)
    found = effects.results(trial)
    assert [each.customers for each in found] == [12, 12]
    assert [each.share for each in found] == [0.5, 1.0]


def test_the_pace_of_a_cell_is_that_of_its_runs_whatever_stage_an_episode_began_in(lender, now):
    """Their groups are of the stage before; in this cell they are all the same."""
    for _one in range(14):
        make.loan(lender=lender, dpd=5)
    run = planning.plan(lender=lender, day=make.DAY, by=None, now=now)
    assert effects.per_day(lender, CELL, now=now) == 0
    boss, count = make.staff("supervisor"), run.candidates.filter(to_send=True).count()
    release.release(run.pk, by=boss, now=now, expected_count=count)
    assert effects.per_day(lender, CELL, now=now) == 14 / 7
    assert effects.per_day(lender, CELL, now=now, habits=["often_late"]) == 0
