"""What a trial says, when it stops by itself, and how its winner is proposed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from feedback.effect import counting, trials as effects
from feedback.effect.horizons import outcomes_of
from feedback.models import EffectSum
from messaging.authoring import trials
from messaging.models import Strategy, Trial
from messaging.models.approvable import ApprovalState
from tests import make, make_runs

pytestmark = pytest.mark.django_db
CELL = ("dpd-4-7", "gentle", "unknown")


@pytest.fixture
def lender(db):
    return make_runs.ready_lender()


def _counted(trial, arm, *, of, paid=0, **harmed):
    """Sums as the night makes them: one episode a customer, the covariates all 0."""

    def store(horizon, **totals):
        sums = [of, *[0] * 14]
        for outcome in outcomes_of(horizon):
            total = totals.get(outcome, 0)
            sums += [total, *[0] * 4, total]
        EffectSum.objects.create(
            lender=trial.lender,
            cut="trial",
            value=str(trial.pk),
            days=365,
            horizon=horizon,
            arm=str(arm),
            customers=of,
            shares=of * Decimal("0.05"),
            unit=sums,
            cluster=sums,
            since=make.DAY,
            as_of=make.DAY,
        )

    store(7, full=paid)
    store(0, **harmed)


def test_a_text_that_does_harm_ends_its_trial(trial):
    _counted(trial, 0, of=2_000, paid=1_200, complained=2)
    _counted(trial, 1, of=2_000, paid=1_400, complained=40)
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


def test_the_winner_is_asked_for_and_not_switched(trial):
    _counted(trial, 0, of=20_000, paid=12_000)
    _counted(trial, 1, of=20_000, paid=13_000)
    boss = make.staff("supervisor")
    with pytest.raises(Refused):
        effects.propose_winner(trial, arm=1, by=boss, now=make.MORNING)
    trials.end(trial.pk, why=Trial.Ended.TIME, now=make.MORNING)
    asked = effects.propose_winner(trial, arm=1, by=boss, now=make.MORNING)
    assert asked.state == ApprovalState.SUBMITTED
    assert "+5.0" in asked.author_note
    cell = asked.cells.get(stage="dpd-4-7", tone="gentle", cause="unknown")
    assert cell.template_id == trial.arms[1]
    standing = Strategy.objects.get(lender=trial.lender, state=ApprovalState.APPROVED)
    assert (
        standing.cells.get(stage=CELL[0], tone=CELL[1], cause=CELL[2]).template_id == trial.arms[0]
    )


def test_more_repaid_is_no_winner_while_its_harm_is_not_known(trial):
    _counted(trial, 0, of=600, paid=300)
    _counted(trial, 1, of=600, paid=480)
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
