"""The last step of a strategy's cell may be a call: listed once, of what is still owed then."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.holds import service as holds
from accounts.models import Hold, Lender, Loan
from feedback.calls.planned import list_planned
from feedback.models import CallTask
from messaging.dispatch import next_channel
from messaging.dispatch.claim import claim
from messaging.dispatch.loop import dispatch
from messaging.inbound import replies
from messaging.models import Message
from messaging.planning.service import plan
from messaging.runs.release import release
from tests import make, make_channels, make_runs
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db
EVENING = make.MORNING + timedelta(hours=11)
LATER = EVENING + timedelta(hours=49)


@pytest.fixture
def lender() -> Lender:
    made = make_runs.ready_lender()
    make_channels.follow(made, "sms, phone 48")
    return made


def sent(lender: Lender, **customer: Any) -> Loan:
    """A text has left in the evening; the plan ends with a call two days later."""
    loan = make.loan(lender=lender, customer=make.customer(**customer))
    run = plan(lender=lender, day=make.DAY, by=make_runs.planner(), now=make.MORNING)
    release(run.pk, by=make.staff("supervisor"), now=make.MORNING, expected_count=1)
    dispatch(clock=FixedClock(EVENING).clock)
    assert Message.objects.get().next_channel == "phone"
    return loan


def test_who_still_owes_when_the_hours_are_over_is_listed_once(lender: Lender) -> None:
    loan = sent(lender)
    assert list_planned(LATER - timedelta(hours=2)) == 0
    assert next_channel.follow(now=LATER) == 0  # no message takes a call's place
    assert list_planned(LATER) == 1
    task = CallTask.objects.get()
    assert (task.customer, task.loan, task.reason) == (loan.customer, loan, "plan")
    assert Message.objects.get().next_channel == ""
    assert list_planned(LATER) == 0


def test_who_was_not_reached_by_text_is_called_after_the_same_hours(lender: Lender) -> None:
    sent(lender)
    Message.objects.update(state="undelivered", final_at=EVENING)
    assert list_planned(LATER - timedelta(hours=2)) == 0
    assert list_planned(LATER) == 1


def paid(loan: Loan) -> None:
    Loan.objects.filter(pk=loan.pk).update(amount_due=0)


def on_hold(loan: Loan) -> None:
    hold = Hold(
        customer=loan.customer,
        kind=Hold.Kind.MANUAL,
        reason="x",
        source="test",
        starts_at=EVENING,
    )
    holds.place_all([hold])


def answered(loan: Loan) -> None:
    point = loan.customer.contact_points.get()
    replies.take(address=point.address, text="明天还", now=EVENING + timedelta(hours=1))


def listed(loan: Loan) -> None:
    CallTask.objects.create(
        customer=loan.customer,
        reason="agent",
        not_before=EVENING,
        due_at=EVENING,
        source="test",
        opened_at=EVENING,
    )


@pytest.mark.parametrize("happened", [paid, on_hold, answered, listed])
def test_who_needs_no_call_is_not_listed(lender: Lender, happened: Any) -> None:
    loan = sent(lender)
    happened(loan)
    assert list_planned(LATER) == 0
    assert not CallTask.objects.filter(reason="plan").exists()
    assert Message.objects.get().next_channel == ""


def test_a_mail_that_was_not_needed_does_not_end_the_plan() -> None:
    lender = make_runs.ready_lender()
    make_channels.ready(lender, "sms, email 4, phone 48")
    customer = make.customer()
    make_channels.address(customer)
    make.loan(lender=lender, customer=customer)
    run = plan(lender=lender, day=make.DAY, by=make_runs.planner(), now=make.MORNING)
    release(run.pk, by=make.staff("supervisor"), now=make.MORNING, expected_count=1)
    dispatch(clock=FixedClock(EVENING).clock)
    Message.objects.update(state="delivered", read_at=EVENING)
    assert next_channel.follow(now=EVENING + timedelta(hours=5)) == 1
    claim(now=EVENING + timedelta(hours=24))
    mail = Message.objects.get(channel="email")
    assert (mail.state, mail.reason, mail.next_channel) == ("blocked", "already_read", "phone")
    next_channel.follow(now=EVENING + timedelta(hours=30))
    assert list_planned(EVENING + timedelta(hours=73)) == 1
