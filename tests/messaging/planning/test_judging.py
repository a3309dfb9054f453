"""Whether a candidate is written to, and when: holds, the control group, hours, stages, stops."""

from datetime import datetime, timedelta

import pytest

from accounts.holds import service as holds
from accounts.models import Lender
from messaging.models import Stop, Suppression
from messaging.planning.service import plan
from tests import make, make_messaging, make_outbox, make_runs
from tests.messaging.planning.planned import run_of, the_candidate

pytestmark = pytest.mark.django_db


def test_who_opted_out_is_held_or_without_an_address_is_left_out_with_the_reason(
    ready: Lender, now: datetime
) -> None:
    out = make.loan(lender=ready).customer
    Suppression.objects.create(
        channel="sms",
        address_hash=out.contact_points.get().address_hash,
        kind="opt_out",
        source="reply:1",
        at=now,
    )
    held = make.loan(lender=ready).customer
    holds.place(customer=held, kind="complaint", reason="c", source="complaint:1", now=now)
    make.loan(lender=ready, customer=make.customer(phone=None))
    sent = make.loan(lender=ready).customer
    run = run_of(ready, now)
    assert dict(run.candidates.values_list("customer", "reason")) == {
        out.pk: "suppressed",
        held.pk: "hold_complaint",
        sent.pk: "ok",
        run.candidates.get(contact_point=None).customer_id: "no_contact_point",
    }
    assert run.candidates.filter(to_send=True).count() == 1


def test_the_control_group_is_planned_and_not_sent(ready: Lender, now: datetime) -> None:
    make_outbox.policy(ready, control_share="0.9999999")
    make.loan(lender=ready)
    found = the_candidate(run_of(ready, now))
    assert (found.arm, found.reason, found.to_send) == ("control", "control_arm", False)


@pytest.mark.parametrize(("share", "arm"), [("0", "contact"), ("0.9999999", "control")])
def test_the_control_group_is_as_large_as_the_policy_says(
    ready: Lender, now: datetime, share: str, arm: str
) -> None:
    make_outbox.policy(ready, control_share=share)
    make.loan(lender=ready)
    assert the_candidate(run_of(ready, now)).arm == arm


def test_waiting_for_the_evening_is_to_send(ready: Lender) -> None:
    make.loan(lender=ready)
    found = the_candidate(run_of(ready, make.MORNING))
    assert (found.outcome, found.reason, found.to_send) == ("hold", "preferred_window", True)
    assert found.until.isoformat() == "2026-09-15T10:00:00+00:00"


def test_quiet_hours_that_outlast_the_stage_are_not_to_send(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, dpd=0)
    late = now + timedelta(hours=4)  # 22:30; tomorrow the loan is overdue
    found = the_candidate(run_of(ready, late))
    assert (found.reason, found.to_send) == ("stage_passed", False)


def test_after_the_preferred_hours_a_text_can_still_be_sent_at_once(
    ready: Lender, now: datetime
) -> None:
    make.loan(lender=ready, dpd=0)
    run = run_of(ready, now + timedelta(hours=3))  # 21:30
    assert the_candidate(run).to_send
    assert run.funnel["not_today"] == 1


def test_the_text_after_yesterdays_leaves_when_a_day_has_passed(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready, dpd=0, today=make.DAY)
    yesterday = run_of(ready, now)
    make_runs.message(yesterday, state="delivered", at=now)
    loan.refresh_from_db()
    next_morning = make.MORNING + timedelta(days=1)
    type(loan).objects.update(as_of=next_morning)
    run = plan(lender=ready, day=make.DAY + timedelta(days=1), by=None, now=next_morning)
    found = the_candidate(run)
    assert (found.stage, found.reason, found.to_send) == ("dpd-1", "minimum_gap", True)
    assert found.until == now + timedelta(days=1)


def test_a_stage_has_its_text_once(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready, dpd=20)
    first = run_of(ready, now)
    make_runs.message(first, state="delivered", at=now)
    later = now + timedelta(days=3)
    type(loan).objects.update(as_of=later)
    run = plan(lender=ready, day=make.DAY + timedelta(days=3), by=None, now=later)
    assert the_candidate(run).reason == "already_reminded"


def test_a_value_that_is_missing_blocks(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, product="")
    found = the_candidate(run_of(ready, now))
    assert (found.reason, found.segments) == ("missing_value", None)


def test_an_emergency_stop_holds_everybody(ready: Lender, now: datetime) -> None:
    Stop.objects.create(scope="lender", object_id=ready.pk, reason="test", at=now)
    make.loan(lender=ready)
    assert the_candidate(run_of(ready, now)).reason == "emergency_stop"


def test_a_stop_of_the_version_in_force_holds_until_a_new_one_is_approved(
    ready: Lender, now: datetime
) -> None:
    make.loan(lender=ready)
    wrong = the_candidate(run_of(ready, now)).template_version
    assert wrong is not None
    Stop.objects.create(scope="version", object_id=wrong.pk, reason="test", at=now)
    assert the_candidate(run_of(ready, now)).reason == "emergency_stop"
    better = make_messaging.version(template=wrong.template, language=wrong.language, now=now)
    found = the_candidate(run_of(ready, now))
    assert (found.template_version, found.outcome) == (better, "send")
