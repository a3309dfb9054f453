"""Messages after payment are settled once per customer: an apology through the gate, or seen."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Loan
from feedback.late_payments import find, settling
from feedback.models import UndueMessage
from feedback.promises import settle_due, thanks
from messaging import library
from messaging.authoring import starter
from messaging.dispatch.claim import claim
from messaging.models import Message
from messaging.transactional import notices
from tests import make, make_care, make_outbox
from tests.feedback.admin.desks import desk
from tests.feedback.late_payments.test_find import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(now: datetime) -> Loan:
    """A loan with two messages after payment; the apology is approved."""
    starter.install(
        library.load_notices("zh-hans"),
        author=make.staff("collector"),
        approver=make.staff("supervisor"),
        now=make.MORNING,
        effective_from=make.MORNING,
    )
    make_outbox.gateway(content_classes=["notice"])
    loan = make.loan()
    sent(loan, at=now + timedelta(days=1))
    make_care.repayment(loan, amount="1234.56", paid_on=make.DAY, at=now + timedelta(days=3))
    find.find([loan.pk], now=now + timedelta(days=3))
    return loan


@pytest.fixture
def saturday(now: datetime) -> datetime:
    return now + timedelta(days=4)


def test_one_apology_closes_everything_of_the_customer(found: Loan, saturday: datetime) -> None:
    agent = make.staff("agent")
    apology = settling.apologise(found.customer, by=agent, now=saturday)
    undue = UndueMessage.objects.get()
    assert (undue.state, undue.apology, undue.closed_by) == ("apologised", apology, agent)
    with pytest.raises(Refused, match="already"):
        settling.apologise(found.customer, by=agent, now=saturday)
    assert Message.objects.filter(content_class="notice").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_apology_leaves_through_the_outbox(found: Loan, saturday: datetime) -> None:
    apology = settling.apologise(found.customer, by=make.staff("agent"), now=saturday)
    [claimed] = claim(now=saturday).claimed
    assert claimed.message_id == apology.pk
    assert "致歉" in claimed.text
    assert found.loan_no not in claimed.text


def test_the_policys_gate_holds_for_apologies_too(found: Loan, saturday: datetime) -> None:
    holds.place(
        customer=found.customer, kind="complaint", reason="x", source="complaint:1", now=saturday
    )
    with pytest.raises(Refused, match="cannot be sent"):
        settling.apologise(found.customer, by=make.staff("agent"), now=saturday)
    assert UndueMessage.objects.get().state == "open"


def test_without_an_approved_text_nothing_is_sent(found: Loan, saturday: datetime) -> None:
    type(found.customer).objects.update(language="en")
    found.customer.refresh_from_db()
    with pytest.raises(Refused, match="no approved text"):
        settling.apologise(found.customer, by=make.staff("agent"), now=saturday)


def test_marked_as_seen_says_why(found: Loan, saturday: datetime) -> None:
    agent = make.staff("agent")
    with pytest.raises(Refused, match="why"):
        settling.mark_seen(found.customer, note=" ", by=agent, now=saturday)
    assert settling.mark_seen(found.customer, note="told by phone", by=agent, now=saturday) == 1
    assert UndueMessage.objects.get().state == "seen"


def test_the_page_lists_by_customer_and_settles(
    found: Loan, saturday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: saturday)
    client, _agent = desk("agent")
    page = client.get(reverse("admin:late_payments"))
    assert [group["customer"].pk for group in page.context["groups"]] == [found.customer_id]
    client.post(reverse("admin:late_apologise", args=[found.customer_id]))
    assert UndueMessage.objects.get().state == "apologised"
    closed = client.get(reverse("admin:late_payments"), {"tab": "apologised"})
    assert len(closed.context["rows"]) == 1
    assert not client.get(reverse("admin:late_payments")).context["groups"]


def test_a_kept_promise_is_thanked_for_by_the_approved_text(
    found: Loan, saturday: datetime
) -> None:

    loan = make.loan(lender=found.lender)
    promise = make_care.promise(now=saturday - timedelta(days=1), loan=loan)
    make_care.repayment(loan, amount="1234.56", paid_on=saturday.date(), at=saturday)
    settle_due.settle_of_loans([loan.pk], now=saturday)
    assert thanks.say_due(saturday) == 1
    assert thanks.say_due(saturday) == 0
    promise.refresh_from_db()
    assert promise.thanks == "sent"
    assert promise.thanks_message is not None
    assert promise.thanks_message.template_version == notices.approved(
        notices.THANKS, "zh-hans", saturday
    )
