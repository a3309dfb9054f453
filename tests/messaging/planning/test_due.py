"""Which loans become candidates, and what they are to be told."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Lender
from messaging.models import Decision
from messaging.planning.service import plan
from tests import make, make_runs
from tests.messaging.planning.planned import run_of, the_candidate

pytestmark = pytest.mark.django_db


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
