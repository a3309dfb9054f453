"""The winner of a trial is asked for with its figures and for whom it was tried, never switched."""

import pytest

from accounts.errors import Refused
from feedback.effect import trial_winner
from messaging.authoring import trials
from messaging.models import Strategy, Trial
from messaging.models.approvable import ApprovalState
from tests import make, make_runs
from tests.feedback.effect.conftest import tried

pytestmark = pytest.mark.django_db
CELL = {"stage": "dpd-4-7", "tone": "gentle", "cause": "unknown"}


@pytest.fixture
def lender(db):
    return make_runs.ready_lender()


@pytest.fixture
def proposed(counted):
    def propose(trial):
        counted(trial, 0, of=20_000, paid=12_000)
        counted(trial, 1, of=20_000, paid=13_000)
        trials.end(trial.pk, why=Trial.Ended.TIME, now=make.MORNING)
        boss = make.staff("supervisor")
        return trial_winner.propose(trial, arm=1, by=boss, now=make.MORNING)

    return propose


def test_it_is_asked_for_and_not_switched(lender, proposed):
    trial = tried(lender)
    asked = proposed(trial)
    assert asked.state == ApprovalState.SUBMITTED
    assert "+5.0" in asked.author_note
    assert asked.cells.get(**CELL).template_id == trial.arms[1]
    standing = Strategy.objects.get(lender=lender, state=ApprovalState.APPROVED)
    assert standing.cells.get(**CELL).template_id == trial.arms[0]


def test_a_trial_that_still_runs_has_no_winner(lender):
    with pytest.raises(Refused):
        trial_winner.propose(tried(lender), arm=1, by=make.staff("supervisor"), now=make.MORNING)


def test_what_was_tried_with_some_customers_is_proposed_for_these(lender, proposed):
    small = {"fact": "amount_due", "below": "500", "currency": "CNY"}
    trial = tried(lender, conditions=[small])
    asked = proposed(trial)
    assert asked.cells.get(**CELL).template_id == trial.arms[0]
    line = asked.segment_cells.get()
    assert (line.stage, line.template_id) == ("dpd-4-7", trial.arms[1])
    # A line holds for a whole stage: these keep it to the cause and the tone of the trial's cell.
    assert line.conditions == [
        small,
        {"fact": "cause", "one_of": ["unknown"]},
        {"fact": "habit", "one_of": ["always_on_time"]},
    ]


def test_the_hours_that_won_become_those_of_the_cell(lender, proposed):
    text = Strategy.objects.get(lender=lender).cells.get(**CELL).template_id
    trial = tried(lender, arms=[text, text], hours=["18-19", "20-21"])
    assert proposed(trial).cells.get(**CELL).channels == "sms 20-21"
