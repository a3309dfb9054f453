"""Planning a lender's day."""

import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from accounts.models import Lender
from messaging.models import Candidate, Decision, Run
from messaging.planning.errors import PlanFailed
from messaging.planning.service import plan
from messaging.policy.decide import decide
from messaging.policy.document import read_policy
from messaging.policy.facts_json import read_facts
from tests import make
from tests.messaging.planning.planned import run_of, the_candidate

pytestmark = pytest.mark.django_db


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


def test_the_funnel_adds_up_and_costs_what_its_segments_cost(ready: Lender, now: datetime) -> None:
    for _ in range(3):
        make.loan(lender=ready)
    make.loan(lender=ready, customer=make.customer(phone=None))
    funnel = run_of(ready, now).funnel
    assert funnel["due"] - sum(step["count"] for step in funnel["minus"]) == funnel["to_send"] == 3
    assert funnel["minus"] == [{"reason": "no_contact_point", "count": 1}]
    assert (funnel["segments"], funnel["cost"]) == (6, "0.27")


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
