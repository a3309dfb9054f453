"""Planning a lender's day."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Lender
from messaging.models import Candidate, Decision, Run, Stop, Suppression
from messaging.planning.errors import PlanFailed
from messaging.planning.service import plan
from messaging.policy.decide import decide
from messaging.policy.document import read_policy
from messaging.policy.facts_json import read_facts
from tests import make, make_messaging, make_outbox, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


def run_of(lender: Lender, now: datetime) -> Run:
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def the_candidate(run: Run) -> Candidate:
    return run.candidates.get()


def test_a_due_customer_becomes_a_candidate_to_send(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready, dpd=5)
    run = run_of(ready, now)
    found = the_candidate(run)
    assert run.state == "planned"
    assert (found.customer, found.stage, found.tone) == (loan.customer, "dpd-4-7", "gentle")
    assert (found.to_send, found.outcome, found.reason) == (True, "send", "ok")
    assert found.template_version is not None
    assert found.template_version.template.stage == "dpd-4-7"
    assert found.amount_due == Decimal("1234.56")
    assert bytes(found.address_hash) == bytes(loan.customer.contact_points.get().address_hash)
    assert found.segments == 2


def test_loans_far_from_due_paid_or_of_another_lender_are_not_candidates(
    ready: Lender, now: datetime
) -> None:
    make.loan(lender=ready, dpd=-8)
    make.loan(lender=ready, dpd=3, amount_due=0)
    make.loan(dpd=3)
    assert run_of(ready, now).funnel["due"] == 0


@pytest.mark.parametrize(
    ("dpd", "stage"),
    [(-7, "due-7"), (0, "due-0"), (1, "dpd-1"), (3, "dpd-2-3"), (15, "dpd-8-15"), (16, "dpd-16+")],
)
def test_every_stage_gets_the_text_of_its_stage(
    ready: Lender, now: datetime, dpd: int, stage: str
) -> None:
    make.loan(lender=ready, dpd=dpd)
    found = the_candidate(run_of(ready, now))
    assert found.stage == stage
    assert found.template_version.template.stage == stage
    assert found.to_send


def test_several_loans_of_one_customer_become_one_message_led_by_the_oldest(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    make.loan(lender=ready, customer=person, dpd=2)
    make.loan(lender=ready, customer=person, dpd=9)
    found = the_candidate(run_of(ready, now))
    assert (found.stage, found.days_past_due) == ("dpd-8-15", 9)
    assert found.amount_due == 2 * Decimal("1234.56")
    assert {loan.stage for loan in found.loans.all()} == {"dpd-2-3", "dpd-8-15"}


@pytest.mark.parametrize(
    ("ahead", "waits", "stage"),
    [
        (26, -6, "dpd-16+"),
        (5, -5, "dpd-4-7"),
        (6, 0, "dpd-4-7"),
        (0, -3, "due-0"),
    ],
)
def test_a_loan_of_another_standing_waits_and_is_neither_added_nor_booked(
    ready: Lender, now: datetime, ahead: int, waits: int, stage: str
) -> None:
    person = make.customer()
    told = make.loan(lender=ready, customer=person, dpd=ahead, amount_due=Decimal(70))
    other = make.loan(lender=ready, customer=person, dpd=waits, amount_due=Decimal(5000))
    found = the_candidate(run_of(ready, now))
    assert (found.stage, found.days_past_due, found.amount_due) == (stage, ahead, 70)
    assert [loan.loan_id for loan in found.loans.all()] == [told.pk]
    trace = Decision.objects.get(candidate=found).trace
    assert trace[-1][-1]["waiting"] == [other.pk]
    assert trace[-1][-1].get("untold") == ([other.pk] if waits == 0 else None)


def test_the_loan_that_waited_has_its_turn_when_nothing_is_ahead_of_it(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    make.loan(lender=ready, customer=person, dpd=20)
    due = make.loan(lender=ready, customer=person, dpd=-3)
    make_runs.message(run_of(ready, now), state="delivered", at=now)
    later = now + timedelta(days=2)
    type(due).objects.update(as_of=later)
    run = plan(lender=ready, day=make.DAY + timedelta(days=2), by=None, now=later)
    found = the_candidate(run)
    assert (found.stage, found.to_send) == ("due-7", True)
    assert [loan.loan_id for loan in found.loans.all()] == [due.pk]


@pytest.mark.parametrize(("amount", "reason"), [("0.01", "below_least_amount"), ("1.00", "ok")])
def test_nobody_is_reminded_of_a_trifle(
    ready: Lender, now: datetime, amount: str, reason: str
) -> None:
    make.loan(lender=ready, dpd=5, amount_due=Decimal(amount))
    run = run_of(ready, now)
    assert the_candidate(run).reason == reason
    assert sum(step["count"] for step in run.funnel["minus"]) == (reason != "ok")


def test_a_trifle_is_not_added_to_another_loan_and_does_not_lead(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    make.loan(lender=ready, customer=person, dpd=40, amount_due=Decimal("0.01"))
    make.loan(lender=ready, customer=person, dpd=2, amount_due=Decimal(100))
    found = the_candidate(run_of(ready, now))
    assert (found.stage, found.amount_due, found.loans.count()) == ("dpd-2-3", 100, 1)


def test_loans_of_another_currency_wait_for_another_message(ready: Lender, now: datetime) -> None:
    person = make.customer()
    make.loan(lender=ready, customer=person, dpd=9)
    make.loan(lender=ready, customer=person, dpd=2, currency="HKD")
    found = the_candidate(run_of(ready, now))
    assert found.currency == "CNY"
    assert found.loans.count() == 1


def test_a_late_payer_gets_a_firmer_tone_and_the_candidate_says_why(
    ready: Lender, now: datetime
) -> None:
    make.loan(lender=ready, dpd=5, instalments_paid=6, instalments_paid_late=4)
    found = the_candidate(run_of(ready, now))
    assert (found.tone, found.tone_reason) == ("firm", "often_late")
    assert found.template_version.template.tone == "firm"


def test_a_text_in_the_customers_language_falls_back_to_simplified_chinese(
    ready: Lender, now: datetime
) -> None:
    make.loan(lender=ready, customer=make.customer(language="en"))
    assert the_candidate(run_of(ready, now)).language == "zh-hans"


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


def test_the_funnel_adds_up_and_costs_what_its_segments_cost(ready: Lender, now: datetime) -> None:
    for _ in range(3):
        make.loan(lender=ready)
    make.loan(lender=ready, customer=make.customer(phone=None))
    funnel = run_of(ready, now).funnel
    assert funnel["due"] - sum(step["count"] for step in funnel["minus"]) == funnel["to_send"] == 3
    assert funnel["minus"] == [{"reason": "no_contact_point", "count": 1}]
    assert (funnel["segments"], funnel["cost"]) == (6, "0.27")


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


def test_the_next_instalment_of_a_reminded_loan_is_reminded_again(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready, dpd=0)
    make_runs.message(run_of(ready, now), state="delivered", at=now)
    month = timedelta(days=30)
    type(loan).objects.update(due_date=loan.due_date + month, as_of=now + month)
    run = plan(lender=ready, day=make.DAY + month, by=None, now=now + month)
    assert the_candidate(run).to_send


def test_a_reminded_loan_does_not_hide_another_that_wants_its_text(
    ready: Lender, now: datetime
) -> None:
    person = make.customer()
    old = make.loan(lender=ready, customer=person, dpd=17)
    make_runs.message(run_of(ready, now), state="delivered", at=now)
    later = now + timedelta(days=4)
    new = make.loan(lender=ready, customer=person, dpd=0, today=make.DAY + timedelta(days=4))
    type(old).objects.update(as_of=later)
    run = plan(lender=ready, day=make.DAY + timedelta(days=4), by=None, now=later)
    found = the_candidate(run)
    assert (found.stage, found.to_send) == ("due-0", True)
    assert [loan.loan_id for loan in found.loans.all()] == [new.pk]


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


def test_planning_again_replaces(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    first = run_of(ready, now)
    make.loan(lender=ready)
    second = run_of(ready, now)
    assert first.pk == second.pk
    assert second.candidates.count() == second.funnel["due"] == 2
    assert Decision.objects.count() == 2


def test_a_released_run_is_not_planned_again(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    run = run_of(ready, now)
    boss = make.staff("supervisor")
    Run.objects.filter(pk=run.pk).update(state="releasing", released_by=boss, released_at=now)
    with pytest.raises(Refused):
        run_of(ready, now)


def test_a_day_that_is_over_is_not_planned(ready: Lender, now: datetime) -> None:
    with pytest.raises(Refused):
        plan(lender=ready, day=make.DAY - timedelta(days=1), by=None, now=now)


def test_tomorrow_is_decided_as_of_its_first_moment(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready, dpd=0, as_of=now)
    run = plan(lender=ready, day=make.DAY + timedelta(days=1), by=None, now=now)
    found = the_candidate(run)
    assert (found.stage, found.to_send) == ("dpd-1", True)
    assert found.until.isoformat() == "2026-09-16T10:00:00+00:00"


def test_without_a_policy_the_run_fails_and_says_why(lender: Lender, now: datetime) -> None:
    with pytest.raises(PlanFailed):
        run_of(lender, now)
    run = Run.objects.get()
    assert run.state == "failed"
    assert run.plan_error


def test_what_fails_midway_leaves_nothing_and_can_be_planned_again(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.loan(lender=ready)
    with monkeypatch.context() as broken:
        broken.setattr("messaging.planning.write._decision", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_of(ready, now)
    assert Run.objects.get().state == "failed"
    assert not Candidate.objects.exists()
    assert run_of(ready, now).state == "planned"


def test_a_stored_decision_gives_the_same_verdict_again(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    kept = Decision.objects.get(candidate__run=run_of(ready, now))
    facts = read_facts(kept.facts)
    again = decide(facts, read_policy(kept.policy.document), kept.at)
    assert (again.outcome, again.reason) == (kept.outcome, kept.reason)
    assert again.to_json()["trace"] == kept.trace


def test_a_stored_decision_holds_no_personal_data(ready: Lender, now: datetime) -> None:
    person = make.customer(name="欧阳独一", phone="+8617091234567")
    make.loan(lender=ready, customer=person)
    kept = Decision.objects.get(candidate__run=run_of(ready, now))
    text = json.dumps([kept.facts, kept.trace], ensure_ascii=False)
    assert "欧阳" not in text
    assert "17091234567" not in text


def test_more_customers_cost_no_more_queries(
    ready: Lender, now: datetime, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.loan(lender=ready)
    run_of(ready, now)
    with CaptureQueriesContext(connection) as few:
        run_of(ready, now)
    for _ in range(20):
        make.loan(lender=ready)
    with CaptureQueriesContext(connection) as many:
        run_of(ready, now)
    assert len(many) == len(few)


def test_batches_are_planned_like_one(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make.loan(lender=ready)
    from messaging.planning import due

    whole = due.batches
    monkeypatch.setattr(due, "batches", lambda *args: whole(*args, size=2))
    assert run_of(ready, now).candidates.count() == 5


def test_one_damaged_row_does_not_end_the_planning_of_the_others(
    ready: Lender, now: datetime
) -> None:
    make.loan(lender=ready, customer=make.customer(name=b"damaged"))
    make.loan(lender=ready, instalments_paid=1, instalments_paid_late=5)
    make.loan(lender=ready, instalments_paid=None, instalments_paid_late=None)
    run = run_of(ready, now)
    assert run.funnel["minus"] == [{"reason": "missing_value", "count": 1}]
    assert run.funnel["to_send"] == 2
