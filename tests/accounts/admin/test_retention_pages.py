"""The page shows what would go before it goes; who may do what is the role's and the database's."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import LegalHold, Lender, RetentionRule, RetentionRun, User
from accounts.retention import legal_holds, rules, runs
from tests import make
from tests.messaging.report.sent import a_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now + timedelta(days=4000))


def desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def period(lender: Lender, now: datetime) -> RetentionRule:
    asked = rules.ask(
        "messages", lender=lender, months=60, why="law", by=make.staff("supervisor"), now=now
    )
    return rules.approve(asked, by=make.staff("supervisor"), now=now)


def test_it_says_how_many_of_which_kind_would_go(now: datetime) -> None:
    run = a_day(now, texts=3)
    period(run.lender, now)
    begun = runs.begin(by=None, now=now + timedelta(days=4000))
    runs.carry_on(begun.pk, now)
    page = desk(make.staff("auditor")).get(reverse("admin:retention")).content.decode()
    assert f'{run.lender.name} <span class="hc-num">3</span>' in page


def test_a_period_is_asked_for_and_approved_on_the_page(lender: Lender) -> None:
    one, other = desk(make.staff("supervisor")), desk(make.staff("supervisor"))
    one.post(
        reverse("admin:retention_ask"),
        {"kind": "messages", "lender": lender.pk, "months": "60", "why": "2024 rules"},
    )
    asked = RetentionRule.objects.get()
    step = reverse("admin:retention_decide", args=[asked.pk, "approve"])
    one.post(step)
    asked.refresh_from_db()
    assert asked.state == "asked"
    other.post(step)
    asked.refresh_from_db()
    assert asked.state == "approved"


def test_a_run_is_counted_begun_and_stopped_from_the_page(
    now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    period(a_day(now, texts=1).lender, now)
    client = desk(make.staff("supervisor"))
    client.post(reverse("admin:retention_count"))
    run = RetentionRun.objects.get()
    runs.carry_on(run.pk, now)
    client.post(reverse("admin:retention_begin", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "erasing"
    client.post(reverse("admin:retention_stop", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "stopped"


def test_a_legal_hold_is_asked_for_placed_and_lifted_on_the_pages(now: datetime) -> None:
    customer = make.loan().customer
    one, other = desk(make.staff("supervisor")), desk(make.staff("supervisor"))
    one.post(reverse("admin:legal_hold", args=[customer.pk]), {"why": "court file 12"})
    hold = LegalHold.objects.get()

    def do(client: Client, step: str, **sent: str) -> str:
        client.post(reverse("admin:legal_hold_step", args=[hold.pk, step]), sent)
        hold.refresh_from_db()
        return hold.state

    assert do(one, "place") == "asked"
    assert do(other, "place") == "placed"
    assert do(one, "ask-lift", reason="settled out of court") == "lift_asked"
    assert do(one, "lift") == "lift_asked"
    assert do(other, "lift") == "lifted"


def test_a_hold_asked_for_on_a_complaint_names_it(now: datetime) -> None:
    customer = make.loan().customer
    desk(make.staff("agent")).post(
        f"{reverse('admin:legal_hold', args=[customer.pk])}?about=complaint:7",
        {"why": "court file 12"},
    )
    assert LegalHold.objects.get().about == "complaint:7"


def test_a_customers_page_says_that_nothing_is_erased(now: datetime) -> None:
    customer = make.loan().customer
    legal_holds.ask(customer, why="court file 12", by=make.staff("supervisor"), now=now)
    page = desk(make.staff("agent")).get(
        reverse("admin:accounts_customer_change", args=[customer.pk])
    )
    assert reverse("admin:legal_holds") in page.content.decode()
