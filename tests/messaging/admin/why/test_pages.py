"""The page "Why?", from wherever it is asked."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Customer, Hold, Lender, Repayment
from messaging.explaining.next_contact import next_contacts
from messaging.models import Candidate, Decision, Message, Run
from messaging.planning.service import plan
from messaging.runs.release import release
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


@pytest.fixture
def planned(ready: Lender, now: datetime) -> Run:
    make.loan(lender=ready, customer=make.customer(name="王小明"))
    return plan(lender=ready, day=make.DAY, by=None, now=now)


def shown(customer: Customer, role: str = "agent", **query: object) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    return client.get(reverse("admin:why", args=[customer.pk]), query).content.decode()


def customer_of(run: Run) -> Customer:
    return Customer.objects.get(candidates__run=run)


def test_what_would_happen_now_is_told_in_the_customers_language(planned: Run) -> None:
    text = shown(customer_of(planned))
    assert "目前没有什么妨碍联系。" in text
    assert "王*明" in text
    assert "王小明" not in text


def test_it_can_be_read_in_english_too(planned: Run) -> None:
    text = shown(customer_of(planned), **{"in": "en"})
    assert "Nothing stands against contact at this moment." in text
    assert "目前没有什么妨碍联系" not in text


def test_a_hold_placed_since_stands_against_the_next_one_and_not_against_the_last(
    planned: Run, now: datetime
) -> None:
    customer = customer_of(planned)
    Hold.objects.create(
        customer=customer,
        kind="complaint",
        starts_at=now,
        reason="x",
        placed_by=make.staff("agent"),
    )
    text = shown(customer, **{"in": "en"})
    today, before = text.split("What was decided before")
    assert "You have complained." in today
    assert "You have complained." not in before
    assert "Nothing is on file for which we are to leave you in peace." in before


def test_what_was_known_then_stays_what_it_was(planned: Run) -> None:
    customer = customer_of(planned)
    loan = customer.loans.get()
    then = f"{loan.amount_due:,.2f}元, due on"
    type(loan).objects.filter(pk=loan.pk).update(amount_due="1.23")
    before = shown(customer, **{"in": "en"}).split("What was decided before")[1]
    assert then in before
    assert "1.23元" not in before


def test_who_owes_nothing_is_told_so(ready: Lender) -> None:
    loan = make.loan(lender=ready)
    type(loan).objects.filter(pk=loan.pk).update(amount_due=0)
    assert "Nothing is due" in shown(loan.customer, **{"in": "en"})


def test_without_a_policy_nothing_breaks(lender: Lender) -> None:
    assert "No policy of" in shown(make.loan(lender=lender).customer, **{"in": "en"})


def test_who_has_no_loan_is_written_nothing(db: None) -> None:
    assert "has no loan" in shown(make.customer())


def test_one_texts_decisions_can_be_asked_for_alone(
    planned: Run, ready: Lender, now: datetime
) -> None:
    release(
        planned.pk,
        by=make.staff("supervisor"),
        now=now,
        expected_count=planned.funnel["to_send"],
    )
    message = Message.objects.get()
    customer = message.customer
    assert customer is not None
    for query in (
        {"message": message.pk},
        {"candidate": message.candidate_id},
        {"loan": customer.loans.get().pk},
    ):
        assert shown(customer, **query).count("<summary>") == 1 + 2
    for query in ({"message": message.pk + 1}, {"candidate": 0 + 10**12}, {"loan": 10**12}):
        text = shown(customer, **query)
        assert ("Nothing has been decided yet." in text) == (Decision.objects.count() > 0)


def test_an_address_that_names_nothing_shows_all(planned: Run) -> None:
    customer = customer_of(planned)
    assert "What was decided before" in shown(customer, message="x", loan="-1", **{"in": "fr"})


def test_the_number_of_queries_does_not_grow_with_what_was_decided(
    ready: Lender, now: datetime
) -> None:
    def count(customer: Customer) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(customer)
        return len(queries)

    loan = make.loan(lender=ready)
    run = plan(lender=ready, day=make.DAY, by=None, now=now)
    shown(loan.customer)
    few = count(loan.customer)
    kept = Decision.objects.get()
    for _ in range(5):
        kept.pk = None
        kept.save(force_insert=True)
    assert Candidate.objects.filter(run=run).count() == 1
    assert count(loan.customer) <= few


@pytest.mark.parametrize("where", ["customer", "candidate"])
def test_pages_lead_here(planned: Run, where: str) -> None:
    candidate = Candidate.objects.get()
    client = Client()
    client.force_login(make.staff("agent"))
    address = {
        "customer": reverse("admin:accounts_customer_change", args=[candidate.customer_id]),
        "candidate": reverse("admin:candidate", args=[candidate.pk]),
    }[where]
    assert (
        reverse("admin:why", args=[candidate.customer_id]) in client.get(address).content.decode()
    )


def test_a_visitor_is_asked_to_sign_in(planned: Run) -> None:
    answer = Client().get(reverse("admin:why", args=[customer_of(planned).pk]))
    assert answer.status_code == 302


def test_a_day_says_what_its_run_decided_and_what_came_of_it(planned: Run, now: datetime) -> None:
    """planned, never released → released: the text; on hold: the reason."""
    customer = customer_of(planned)
    asked = {"day": make.DAY.isoformat(), "in": "en"}
    text = shown(customer, **asked)
    assert "the run was never let go (Planned, waiting for release)" in text
    assert text.count("What was known then") == 1
    assert "A reminder now" not in text
    release(planned.pk, by=make.staff("supervisor"), now=now, expected_count=1)
    assert "The text has not left (SMS)" in shown(customer, **asked)


def test_a_day_without_a_candidate_says_why_as_far_as_is_on_record(
    ready: Lender, now: datetime
) -> None:
    paid, early = make.loan(lender=ready), make.loan(lender=ready, dpd=-20)
    first = plan(lender=ready, day=make.DAY, by=None, now=now)
    next_day = make.DAY + timedelta(days=1)
    at = {"day": next_day.isoformat(), "in": "en"}
    assert "That day is still to come." in shown(paid.customer, **at)
    Run.objects.create(
        lender=ready,
        day=next_day,
        state="planned",
        planned_at=now + timedelta(days=1),
        policy=first.policy,
    )
    later = now + timedelta(days=2)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("config.clock.now", lambda: later)
        assert "is not on record. On" in shown(paid.customer, **at)
        make_runs.message(first, state="delivered", at=now)
        assert "this stage had had its text on" in shown(paid.customer, **at)
        Repayment.objects.create(
            reference="R1",
            loan=paid,
            paid_on=next_day,
            amount=paid.amount_due,
            recorded_at=now + timedelta(hours=1),
        )
        text = shown(paid.customer, **at)
        assert "had been paid." in text
        assert f"{paid.amount_due:,.2f}元 ({paid.loan_no})" in text
        assert "nothing was due yet" in shown(early.customer, **at)
        none = shown(early.customer, **{"day": later.date().isoformat(), "in": "en"})
        assert "There was no run that day" in none
        assert "No hold, no reply, no repayment and no other text." in none


def test_a_day_that_is_none_is_said_to_be(planned: Run) -> None:
    text = shown(customer_of(planned), day="2026-02-31")
    assert "That is no day." in text
    assert "A reminder now" in text


def test_when_a_reminder_is_allowed_and_when_one_is_planned_are_two_answers(
    planned: Run, now: datetime
) -> None:
    """Five days past due: the next stage begins on the eighth."""
    customer = customer_of(planned)
    [before] = next_contacts(customer, now)
    assert (before.at, before.planned.on) == (now, make.DAY)
    make_runs.message(planned, state="delivered", at=now)
    [after] = next_contacts(customer, now + timedelta(hours=1))
    assert after.planned.on == make.DAY + timedelta(days=3)
    assert after.at is not None
    assert after.at.date() <= after.planned.on
    page = " ".join(shown(customer).split())
    assert "Next reminder" in page
    assert "none before" in page
