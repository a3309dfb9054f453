"""The customer's page shows what was sent, what was not, and why."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.holds import service as holds
from accounts.models import Customer
from messaging.dispatch.loop import dispatch
from messaging.planning.service import plan
from tests import make, make_outbox, make_runs

pytestmark = pytest.mark.django_db


def page_of(customer: Customer, role: str = "agent") -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    answer = client.get(reverse("admin:accounts_customer_change", args=[customer.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_sent_message_with_its_state_and_template(now: datetime) -> None:
    message = make_outbox.message(loan=make.loan(as_of=now))
    dispatch(clock=make_outbox.FixedClock(now).clock)

    page = page_of(message.customer)

    assert reverse("admin:messaging_message_change", args=[message.pk]) in page
    assert "Accepted by the gateway" in page
    assert message.template_version.template.title in page


def test_a_message_that_waits_says_what_for(now: datetime) -> None:
    loan = make.loan(as_of=now)
    message = make_outbox.message(loan=loan)
    holds.place(customer=loan.customer, kind="hardship", reason="x", source="test", now=now)
    dispatch(clock=make_outbox.FixedClock(now).clock)

    page = page_of(message.customer)

    assert "Queued" in page
    assert "in hardship" in page


def test_what_was_planned_and_not_sent_names_the_reason(now: datetime) -> None:
    lender = make_runs.ready_lender()
    loan = make.loan(lender=lender, dpd=5, as_of=now, customer=make.customer(phone=None))
    run = plan(lender=lender, day=make.DAY, by=None, now=now)

    page = page_of(loan.customer)

    assert reverse("admin:candidate", args=[run.candidates.get().pk]) in page
    assert "Planned and not sent" in page
    assert "no address" in page


def test_nobody_written_to_says_so(now: datetime) -> None:
    assert "No message so far." in page_of(make.customer())


def test_texts_and_numbers_stay_hidden(now: datetime) -> None:
    phone = make.sandbox_phone()
    customer = make.customer(name="王小明", phone=phone)
    make_outbox.message(loan=make.loan(as_of=now, customer=customer))
    dispatch(clock=make_outbox.FixedClock(now).clock)

    page = page_of(customer)

    assert "王小明" not in page
    assert phone not in page


def test_more_messages_cost_no_more_queries(now: datetime) -> None:
    loan = make.loan(as_of=now)
    first = make_outbox.message(loan=loan)
    client = Client()
    client.force_login(make.staff("agent"))
    url = reverse("admin:accounts_customer_change", args=[loan.customer.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)

    for day in (16, 17, 18):
        other = make_outbox.run(
            loan.lender, policy_version=first.run.policy, day=make.DAY.replace(day=day)
        )
        make_outbox.message(loan=loan, in_run=other, template_version=first.template_version)
    with CaptureQueriesContext(connection) as four:
        client.get(url)

    assert len(four) == len(one)
