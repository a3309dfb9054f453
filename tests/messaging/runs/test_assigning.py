"""Who is compared with whom: drawn at the release, once an episode, whatever comes after."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Customer, Lender
from messaging.approval import fingerprints, steps
from messaging.authoring import trials
from messaging.models import Assignment, Candidate, HourDraw, Message, Run, Strategy, Trial
from messaging.planning.service import plan
from messaging.policy.arms import arm_for
from messaging.policy.trial_arms import trial_arm
from messaging.runs import release
from tests import make, make_channels, make_outbox, make_runs

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


def _hours(**of: object) -> dict[str, set[int | None]]:
    """By arm, those at which the texts were to leave."""
    found: dict[str, set[int | None]] = {}
    for each in Assignment.objects.filter(trial=None, **of):
        found.setdefault(each.arm, set()).add(each.hour)
    return found


def test_the_hour_is_that_of_the_text_and_in_the_control_group_what_it_would_have_been(
    lender: Lender,
) -> None:
    _loan(lender, "contact")
    _loan(lender, "control")
    _loan(lender, "control", wished_hours="morning")
    _released(lender, make.MORNING)
    assert _hours(customer__wished_hours="") == {"contact": {18}, "control": {18}}
    (asked,) = _hours(customer__wished_hours="morning")["control"]
    assert asked is not None
    assert asked < 12


def test_a_control_customer_is_drawn_an_hour_like_the_others_and_takes_nobodys_room(
    lender: Lender,
) -> None:
    make_channels.follow(lender, hours="evenly")
    for arm in ("contact", "control") * 6:
        _loan(lender, arm)
    _released(lender, make.MORNING)
    drawn = dict(HourDraw.objects.values_list("customer", "hour"))
    found = dict(Assignment.objects.filter(arm="contact").values_list("customer", "hour"))
    assert found == drawn
    both = _hours()
    assert len(both["contact"]) > 1 < len(both["control"])
    assert both["contact"] | both["control"] <= {18, 19, 20}


def test_who_is_not_written_to_stands_in_the_line_of_the_tranches_all_the_same(
    lender: Lender,
) -> None:
    make_outbox.policy(lender, control_share="0.5", tranche_size=1)
    for _ in range(5):
        _loan(lender, "contact")
    _loan(lender, "control")
    _released(lender, make.MORNING)
    assert _hours() == {"contact": {18, 19}, "control": {19}}


def test_sent_at_once_the_hour_is_that_of_the_release(lender: Lender) -> None:
    for arm in ("contact", "control"):
        _loan(lender, arm)
    run = plan(lender=lender, day=make.DAY, by=None, now=make.MORNING)
    boss = make.staff("supervisor")
    release.release(run.pk, by=boss, now=make.MORNING, expected_count=1, send_at_once=True)
    assert _hours() == {"contact": {8}, "control": {8}}


def test_where_a_trial_names_hours_its_cell_is_told_apart_by_none(
    lender: Lender,
) -> None:
    _trial(lender, hours=["18-19", "20-21"])
    for arm in ("contact", "control"):
        _loan(lender, arm)
    _released(lender, make.MORNING)
    assert _hours() == {"contact": {None}, "control": {None}}


def test_an_assignment_is_never_changed(lender: Lender, now: datetime) -> None:
    _loan(lender, "contact")
    _released(lender, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.update(arm="contact")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.all().delete()


def _trial(lender: Lender, hours: Sequence[str] = ()) -> Trial:
    """The text of the cell against none, or at one hour against another, running since the
    morning."""
    cell = Strategy.objects.get(lender=lender).cells.get(
        stage="dpd-4-7", tone="gentle", cause="unknown"
    )
    boss = make.staff("supervisor")
    trial = trials.begin(
        lender=lender,
        title="有无",
        cell=("dpd-4-7", "gentle", "unknown"),
        arms=[cell.template_id, cell.template_id if hours else None],
        hours=hours,
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
