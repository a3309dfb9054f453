"""Who is compared with whom: drawn at the release, once an episode, whatever comes after."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, transaction

from accounts.models import Customer, Lender
from messaging.models import Assignment, Candidate, Message, Run
from messaging.planning.service import plan
from messaging.policy.arms import arm_for
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
    with pytest.raises(InternalError), transaction.atomic():
        Assignment.objects.update(arm="contact")
    with pytest.raises(InternalError), transaction.atomic():
        Assignment.objects.all().delete()
