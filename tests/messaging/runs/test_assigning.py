"""Who is compared with whom: drawn at the release, once an episode, whatever comes after."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Customer, Lender
from messaging.approval import fingerprints, steps
from messaging.authoring import trials
from messaging.models import Assignment, Candidate, Message, Run, Strategy, Trial
from messaging.planning.service import plan
from messaging.policy.arms import arm_for
from messaging.policy.trial_arms import trial_arm
from messaging.runs import release
from tests import make, make_outbox, make_runs

pytestmark = pytest.mark.django_db
HALF = Decimal("0.5")


@pytest.fixture
def lender() -> Lender:
    """Half of its customers are its control group."""
    ready = make_runs.ready_lender()
    make_outbox.policy(ready, control_share="0.5")
    return ready


def _loan(lender: Lender, arm: str, **columns: object):
    """Of a customer whom the draw puts into that arm."""
    taken = set(Customer.objects.values_list("customer_no", flat=True))
    number = next(
        number
        for number in map("C-{}".format, range(1000))
        if number not in taken and arm_for(number, lender.code, HALF) == arm
    )
    return make.loan(lender=lender, customer=make.customer(customer_no=number, **columns), dpd=5)


def _released(lender: Lender, now: datetime) -> Run:
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    boss = make.staff("supervisor")
    count = run.candidates.filter(to_send=True).count()
    return release.release(run.pk, by=boss, now=now, expected_count=count)


def test_both_arms_enter_the_comparison_when_the_run_is_released(
    lender: Lender, now: datetime
) -> None:
    contact, control = _loan(lender, "contact"), _loan(lender, "control")
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    assert not Assignment.objects.exists()
    release.release(run.pk, by=make.staff("supervisor"), now=now, expected_count=1)
    found = {each.loan_id: each for each in Assignment.objects.all()}
    assert {pk: each.arm for pk, each in found.items()} == {
        contact.pk: "contact",
        control.pk: "control",
    }
    one = found[control.pk]
    assert (one.stage, one.share, one.at, one.due_date) == ("dpd-4-7", HALF, now, control.due_date)
    assert (one.habit, one.amount_due) == ("always_on_time", control.amount_due)
    assert Message.objects.count() == 1


def test_who_would_not_be_written_to_anyway_is_compared_in_neither_arm(
    lender: Lender, now: datetime
) -> None:
    silent = [_loan(lender, arm, phone=None).pk for arm in ("contact", "control")]
    _loan(lender, "contact")
    _released(lender, now)
    assert Candidate.objects.filter(eligible=False).count() == 2
    assert not Assignment.objects.filter(loan__in=silent).exists()


def test_an_episode_stays_in_the_group_of_its_first_release(lender: Lender, now: datetime) -> None:
    control = _loan(lender, "control")
    _loan(lender, "contact")
    _released(lender, now)
    _loan(lender, "contact")
    tomorrow = make.DAY + timedelta(days=1)
    later = plan(lender=lender, day=tomorrow, by=None, now=now)
    count = later.candidates.filter(to_send=True).count()
    release.release(later.pk, by=make.staff("supervisor"), now=now, expected_count=count)
    assert Candidate.objects.filter(eligible=True, customer=control.customer_id).count() == 2
    assert Assignment.objects.get(loan=control).day == make.DAY


def test_an_assignment_is_never_changed(lender: Lender, now: datetime) -> None:
    _loan(lender, "contact")
    _released(lender, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.update(arm="contact")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.all().delete()


def _trial(lender: Lender) -> Trial:
    """The text of the cell against none, running since the morning."""
    cell = Strategy.objects.get(lender=lender).cells.get(
        stage="dpd-4-7", tone="gentle", cause="unknown"
    )
    boss = make.staff("supervisor")
    trial = trials.begin(
        lender=lender,
        title="有无",
        cell=("dpd-4-7", "gentle", "unknown"),
        arms=[cell.template_id, None],
        goal=Decimal("2.5"),
        days=60,
        note="",
        by=boss,
        now=make.MORNING,
    )
    steps.submit(trial, by=boss, now=make.MORNING)
    trial.refresh_from_db()
    seen = fingerprints.fingerprint(trial)
    return steps.approve(trial, by=make.staff("supervisor"), now=make.MORNING, seen_hash=seen)


def test_a_trial_draws_who_may_be_written_to_and_leaves_the_control_group_alone(
    lender: Lender, now: datetime
) -> None:
    trial = _trial(lender)
    loans = [_loan(lender, "contact") for _ in range(8)]
    control = _loan(lender, "control")
    _released(lender, now)
    drawn = {loan.pk: trial_arm(loan.customer.customer_no, trial.pk, 2) for loan in loans}
    assert set(drawn.values()) == {0, 1}
    found = dict(Assignment.objects.filter(trial=trial).values_list("loan", "trial_arm"))
    assert found == drawn
    written = set(Message.objects.values_list("candidate__loans__loan", flat=True))
    assert written == {pk for pk, arm in drawn.items() if arm == 0}
    arms = dict(Assignment.objects.filter(trial=None).values_list("loan", "arm"))
    assert arms == dict.fromkeys(drawn, "contact") | {control.pk: "control"}
