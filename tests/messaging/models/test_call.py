"""A call begun from the call list is told to the telephone system of its lender, and no other."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import EventDelivery, Lender, Loan
from feedback.calls import asking, work
from messaging.models import Call
from messaging.transactional import phone_calls
from tests import make, make_events, make_inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(lender: Lender) -> Loan:
    """Of a lender whose system is told when a call begins."""
    loan = make.loan(lender=make_inbox.ready(lender))
    make_events.destination(lender, kinds=["call.begun"])
    return loan


def begun(loan: Loan, now: datetime) -> Call:
    task = asking.ask(loan.customer, reason="agent", source="test", now=now)
    point = loan.customer.contact_points.get()
    return work.dial(task, point, by=make_inbox.agent(), now=now)[0]


def test_it_holds_ids_and_the_agents_login_and_no_number(loan: Loan, now: datetime) -> None:
    call = begun(loan, now)
    about = {
        "call_id": call.pk,
        "customer_no": loan.customer.customer_no,
        "agent": call.by.username,
    }
    assert make_events.told(loan.lender) == [("call.begun", about)]
    assert EventDelivery.objects.get().event.at == now


def test_of_a_customer_of_two_lenders_one_system_dials(loan: Loan, now: datetime) -> None:
    other = make.lender()
    make_events.destination(other)
    make.loan(lender=other, customer=loan.customer, amount_due="1.00")
    call = begun(loan, now)
    assert call.policy.lender == loan.lender
    assert [len(make_events.told(each)) for each in (loan.lender, other)] == [1, 0]


def test_a_call_that_is_on_no_list_is_not_told(loan: Loan, now: datetime) -> None:
    point = loan.customer.contact_points.get()
    by = make_inbox.agent()
    phone_calls.begin(point, purpose="call", source="staff:1", by=by, now=now)
    assert make_events.told(loan.lender) == []


def test_it_is_told_from_the_page_which_has_no_right_to_write_events(
    loan: Loan, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    task = asking.ask(loan.customer, reason="agent", source="test", now=now)
    client = Client()
    client.force_login(make_inbox.agent())
    point = loan.customer.contact_points.get()
    client.post(reverse("admin:call_dial", args=[task.pk]), {"point": point.pk})
    assert [kind for kind, _about in make_events.told(loan.lender)] == ["call.begun"]
