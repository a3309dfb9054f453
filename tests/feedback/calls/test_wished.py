"""Whoever wishes to be called instead of texted: the text stays, a call takes its place."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Customer, Loan
from feedback.calls import asking, listing, work
from feedback.calls.wished import list_wished
from feedback.models import CallTask
from messaging.models import Message, Run
from messaging.planning.service import plan
from messaging.runs import release
from tests import make, make_inbox, make_runs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def lender() -> Any:
    return make_runs.ready_lender()


def wishing(lender: Any, channel: str = "phone", **loan: Any) -> Loan:
    return make.loan(
        lender=lender, customer=make.customer(wished_channel=channel), **{"dpd": 5} | loan
    )


def sent_out(lender: Any, now: datetime) -> Run:
    """The run of that day, planned and released; beside the others, one customer without a wish."""
    make.loan(lender=lender, dpd=5, as_of=now)
    day = (now + timedelta(hours=8)).date()
    run = plan(lender=lender, day=day, by=None, now=now)
    by = make.staff("supervisor")
    release.release(run.pk, by=by, now=now, expected_count=run.funnel["to_send"])
    run.refresh_from_db()
    return run


def test_a_call_takes_the_place_of_the_text(lender: Any, now: datetime) -> None:
    loan = wishing(lender)
    run = sent_out(lender, now)
    assert run.candidates.get(customer=loan.customer).reason == "wished_channel"
    assert not Message.objects.filter(customer=loan.customer).exists()
    assert list_wished(now) == 1
    task = CallTask.objects.get()
    assert (task.customer, task.loan, task.reason) == (loan.customer, loan, "wish")
    work.dial(task, loan.customer.contact_points.get(), by=make_inbox.agent(), now=now)


def test_one_call_for_one_stage_however_often_it_is_planned(lender: Any, now: datetime) -> None:
    loan = wishing(lender)
    sent_out(lender, now)
    assert [list_wished(now), list_wished(now)] == [1, 0]
    task, agent = CallTask.objects.get(), make_inbox.agent()
    work.dial(task, loan.customer.contact_points.get(), by=agent, now=now)
    work.tell(task, outcome="reached", by=agent, now=now)
    Loan.objects.update(as_of=now + DAY)
    sent_out(lender, now + DAY)
    assert list_wished(now + DAY) == 0
    Loan.objects.update(as_of=now + 4 * DAY)
    sent_out(lender, now + 4 * DAY)
    assert list_wished(now + 4 * DAY) == 1
    assert CallTask.objects.get(state="open").stage == "dpd-8-15"


def test_nothing_is_listed_before_a_person_has_released_the_run(lender: Any, now: datetime) -> None:
    wishing(lender)
    plan(lender=lender, day=make.DAY, by=None, now=now)
    assert list_wished(now) == 0


def test_who_is_held_or_has_paid_or_was_just_called_is_left_alone(
    lender: Any, now: datetime
) -> None:
    held, paid, called = wishing(lender), wishing(lender), wishing(lender)
    sent_out(lender, now)
    holds.place(customer=held.customer, kind="complaint", reason="x", source="t", now=now)
    Loan.objects.filter(pk=paid.pk).update(amount_due=0)
    task = asking.ask(called.customer, reason="call_back", source="t", now=now)
    agent = make_inbox.agent()
    work.dial(task, called.customer.contact_points.get(), by=agent, now=now + DAY / 48)
    work.tell(task, outcome="reached", by=agent, now=now + DAY / 48)
    assert list_wished(now + DAY / 24) == 0


def test_if_nobody_answers_texts_go_on_for_a_week(lender: Any, now: datetime) -> None:
    loan = wishing(lender)
    sent_out(lender, now)
    list_wished(now)
    task, agent = CallTask.objects.get(), make_inbox.agent()
    work.dial(task, loan.customer.contact_points.get(), by=agent, now=now)
    work.tell(task, outcome="not_reached", by=agent, now=now)
    reasons = []
    for days in (1, 8):
        later = now + days * DAY
        Loan.objects.update(as_of=later)
        run = sent_out(lender, later)
        reasons.append(run.candidates.get(customer=loan.customer).reason)
    assert reasons == ["ok", "wished_channel"]


def test_who_wishes_texts_only_is_neither_listed_nor_called(lender: Any, now: datetime) -> None:
    loan = wishing(lender, "sms", dpd=30)
    assert listing.list_due(now) == 0
    task = asking.ask(loan.customer, reason="agent", source="t", now=now)
    point, agent = loan.customer.contact_points.get(), make_inbox.agent()
    with pytest.raises(Refused, match="another way"):
        work.dial(task, point, by=agent, now=now)
    asking.ask(loan.customer, reason="call_back", source="t", now=now)
    work.dial(task, point, by=agent, now=now)


def test_a_channel_we_do_not_have_keeps_no_text_back(lender: Any, now: datetime) -> None:
    loan = wishing(lender, "email")
    run = sent_out(lender, now)
    assert run.candidates.get(customer=loan.customer).to_send
    assert Customer.objects.get(pk=loan.customer_id).wished_channel == "email"
