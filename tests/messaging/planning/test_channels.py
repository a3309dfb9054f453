"""On which channel each customer's message begins, and what is kept for later."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ContactPoint, Customer, Lender
from messaging.models import Candidate, Run, Suppression, Template
from messaging.planning.service import plan
from tests import make, make_channels, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Lender:
    lender = make_runs.ready_lender()
    make_channels.ready(lender)
    return lender


def planned(lender: Lender, now: datetime) -> Run:
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def candidate(lender: Lender, now: datetime) -> Candidate:
    return planned(lender, now).candidates.get()


def dead(customer: Customer) -> None:
    ContactPoint.objects.filter(customer=customer, channel="sms").update(state="unreachable")


def test_the_text_goes_first_and_the_mail_is_kept_for_later(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    mail = make_channels.address(loan.customer)
    found = candidate(ready, now)
    assert (found.channel, found.to_send) == ("sms", True)
    [step] = found.ahead
    version = Template.objects.get(variant_of=found.template_version.template).versions.get()
    assert step == {
        "channel": "email",
        "wait_hours": 4,
        "version": version.pk,
        "point": mail.pk,
    }


def test_who_has_no_other_address_gets_the_text_alone(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    assert candidate(ready, now).ahead == []


def test_a_dead_number_begins_with_the_mail_and_the_trace_says_so(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready)
    mail = make_channels.address(loan.customer)
    dead(loan.customer)
    found = candidate(ready, now)
    assert (found.channel, found.contact_point_id, found.to_send) == ("email", mail.pk, True)
    assert found.template_version.template.channel == "email"
    trace = {entry[0]: entry[4] for entry in found.decisions.get().trace}
    assert trace["contact_point"]["passed_over"] == [["sms", "unreachable"]]


def test_an_opt_out_of_texts_is_not_gone_round_by_mail(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    make_channels.address(loan.customer)
    number = loan.customer.contact_points.get(channel="sms")
    Suppression.objects.create(
        channel="sms", address_hash=number.address_hash, kind="opt_out", source="t", at=now
    )
    found = candidate(ready, now)
    assert (found.channel, found.to_send, found.reason) == ("sms", False, "suppressed")


def test_whoever_wishes_mail_gets_mail_alone(ready: Lender, now: datetime) -> None:
    loan = make.loan(lender=ready)
    make_channels.address(loan.customer)
    Customer.objects.update(wished_channel="email")
    found = candidate(ready, now)
    assert (found.channel, found.to_send, found.ahead) == ("email", True, [])


def test_a_wish_that_cannot_be_kept_to_changes_nothing(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    Customer.objects.update(wished_channel="email")
    found = candidate(ready, now)
    assert (found.channel, found.to_send) == ("sms", True)


def test_a_wish_without_a_text_on_its_channel_is_kept_to_by_sending_nothing(
    ready: Lender, now: datetime
) -> None:
    loan = make.loan(lender=ready, dpd=9)
    make_channels.address(loan.customer)
    Customer.objects.update(wished_channel="email")
    found = candidate(ready, now)
    assert (found.to_send, found.reason) == (False, "wished_channel")


def test_the_funnel_counts_by_channel(ready: Lender, now: datetime) -> None:
    make.loan(lender=ready)
    loan = make.loan(lender=ready)
    make_channels.address(loan.customer)
    dead(loan.customer)
    funnel = planned(ready, now).funnel
    assert funnel["by_channel"] == {"email": 1, "sms": 1}


def test_queries_do_not_grow_with_customers(ready: Lender, now: datetime) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            planned(ready, now)
        return len(asked)

    make_channels.address(make.loan(lender=ready).customer)
    queries()
    one = queries()
    for _ in range(5):
        make_channels.address(make.loan(lender=ready).customer)
    assert queries() == one
