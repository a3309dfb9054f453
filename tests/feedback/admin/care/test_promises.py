"""An agent confirms, withdraws and thanks for promises; the lists cost the same however long."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from feedback.models import Promise
from feedback.promises import proposals, settle_due, thanks
from messaging.inbound import replies
from tests import make, make_care
from tests.feedback.admin.desks import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def terms(loan: Any, **changes: str) -> dict[str, str]:
    return {
        "loan": str(loan.pk),
        "amount": "100.00",
        "on": make_care.FRIDAY.isoformat(),
        **changes,
    }


def test_an_agent_takes_a_promise_on_the_customers_page() -> None:
    client, agent = desk("agent")
    loan = make.loan()
    page = client.get(url("promise_make", loan.customer_id))
    assert loan.loan_no in page.content.decode()
    answer = client.post(url("promise_make", loan.customer_id), terms(loan))
    promise = Promise.objects.get()
    assert answer["Location"] == url("promise", promise.pk)
    assert (promise.state, promise.made_by) == ("open", agent)


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": "99999"},
        {"amount": "abc"},
        {"on": "2026-09-01"},
        {"on": "9999-12-31"},
        {"amount": "1E+400"},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_taken(changes: dict[str, str]) -> None:
    client, _agent = desk("agent")
    loan = make.loan()
    answer = client.post(url("promise_make", loan.customer_id), terms(loan, **changes))
    assert answer.status_code == 200
    assert not Promise.objects.exists()


def test_a_proposal_is_confirmed_on_its_page(now: datetime) -> None:
    client, _agent = desk("agent")
    loan = make.loan()
    proposal = proposals.propose(loan.customer, source="page:1", now=now)
    assert proposal is not None
    assert "promise_confirm" not in client.get(url("promises")).content.decode()
    client.post(url("promise_confirm", proposal.pk), terms(loan))
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_a_proposal_shows_the_reply_and_suggests_the_day_it_names(now: datetime) -> None:
    client, _agent = desk("agent")
    customer = make.customer(phone="+8614100003333")
    make.loan(customer=customer)
    replies.take(address="+8614100003333", text="明天一定还", now=now)
    proposals.propose_missed(now)
    page = client.get(url("promise", Promise.objects.get().pk)).content.decode()
    assert "明天一定还" in page
    assert 'value="2026-09-16"' in page
    assert "明天一定还" in client.get(url("promises")).content.decode()


def test_a_proposal_suggests_the_amount_and_leaves_open_what_the_reply_leaves_open(
    now: datetime,
) -> None:
    client, _agent = desk("agent")
    customer = make.customer(phone="+8614100003333")
    make.loan(customer=customer)
    replies.take(address="+8614100003333", text="先还50，剩下的月底补", now=now)
    proposals.propose_missed(now)
    form = client.get(url("promise", Promise.objects.get().pk)).context["form"]
    assert form["amount"].value() == Decimal("50.00")
    assert form["on"].value() is None


def test_a_proposal_is_declined_with_a_reason(now: datetime) -> None:
    client, _agent = desk("agent")
    proposal = proposals.propose(make.customer(), source="page:1", now=now)
    assert proposal is not None
    client.post(url("promise_decline", proposal.pk), {"reason": ""})
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    client.post(url("promise_decline", proposal.pk), {"reason": "a question"})
    proposal.refresh_from_db()
    assert proposal.state == "declined"


def test_an_open_promise_is_withdrawn_on_its_page(now: datetime) -> None:
    client, agent = desk("agent")
    promise = make_care.promise(now=now)
    client.post(url("promise_cancel", promise.pk), {"reason": "pays by instalments"})
    promise.refresh_from_db()
    assert (promise.state, promise.ended_by) == ("cancelled", agent)


def test_a_wrong_day_is_corrected_on_its_page(now: datetime) -> None:
    client, _agent = desk("agent")
    promise = make_care.promise(now=now)
    said = {"amount": "1,000元", "on": "2026-09-17", "reason": "听错了日子"}
    refused = client.post(url("promise_correct", promise.pk), {**said, "reason": ""})
    assert "1,000元" in refused.content.decode()
    client.post(url("promise_correct", promise.pk), said)
    made = Promise.objects.get(state="open")
    assert (str(made.amount), f"{made.pay_on}") == ("1000.00", "2026-09-17")


def test_thanks_that_no_text_could_say_are_left_to_an_agent(now: datetime) -> None:
    client, _agent = desk("agent")
    promise = make_care.promise(now=now)
    make_care.repayment(promise.loan, amount="1234.56", paid_on=make.DAY, at=now)
    settle_due.settle_due(now)
    assert thanks.say_due(now) == 0  # no approved text
    promise.refresh_from_db()
    assert promise.thanks == "offered"
    client.post(url("promise_thanked", promise.pk), {"said": "yes"})
    promise.refresh_from_db()
    assert promise.thanks == "sent"


def test_broken_promises_are_counted_on_the_customers_page(now: datetime) -> None:
    client, _agent = desk("agent")
    promise = make_care.promise(now=now)
    settle_due.settle_due(now + timedelta(days=5))
    page = client.get(url("accounts_customer_change", promise.customer_id)).content.decode()
    assert "1 broken" in page


@pytest.mark.parametrize("tab", ["proposed", "open", "thanks", "kept", "partly", "broken", "over"])
def test_every_tab_opens_and_a_faulty_key_begins_at_the_beginning(tab: str, now: datetime) -> None:
    client, _auditor = desk("auditor")
    make_care.promise(now=now)
    for after in ("", "x", "1", "99999999999999999999_1", "0_0"):
        assert client.get(url("promises"), {"tab": tab, "after": after}).status_code == 200


def test_the_list_goes_on_by_key_and_costs_the_same(
    now: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("feedback.lists.queues.PER_PAGE", 3)
    client, _agent = desk("agent")
    made = [make_care.promise(now=now) for _one in range(7)]
    seen: list[int] = []
    after = ""
    while True:
        with django_assert_max_num_queries(16):
            page = client.get(url("promises"), {"tab": "open", "after": after})
        seen += [row["promise"].pk for row in page.context["rows"]]
        after = page.context["next"]
        if not after:
            break
    assert seen == [promise.pk for promise in made]
