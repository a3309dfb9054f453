"""Calls: asked for in a conversation, told of, followed by the next."""

from datetime import datetime

import pytest

from accounts.models import Reveal
from feedback.calls import asking, listing as calls, work
from feedback.models import CallTask, Promise
from messaging.models import Call
from tests import make, make_inbox
from tests.feedback.admin.inbox.desk import at, page
from tests.markup import flat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_moment")]


def test_a_call_that_was_told_of_leads_to_the_next(now: datetime) -> None:
    first, second = (
        asking.ask(make.loan().customer, reason="call_back", source="t", now=now) for _ in range(2)
    )
    agent = make.staff("agent")
    assert calls.next_after(first, by=agent, now=now) == second
    work.take(second, by=make.staff("agent"), now=now)
    assert calls.next_after(first, by=agent, now=now) is None


def test_the_number_is_in_the_page_of_the_call_and_in_no_url(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    point = loan.customer.contact_points.get()
    client = at()
    assert "Call now" in client.get(page("call_task", task.pk)).content.decode()
    assert point.address not in client.get(page("call_task", task.pk)).content.decode()
    assert client.post(page("call_dial", task.pk), {"point": point.pk}).status_code == 302
    for _again in range(2):
        shown = client.get(page("call_task", task.pk)).content.decode()
        assert f'href="tel:{point.address}"' in shown
    for role in ("agent", "supervisor"):
        assert point.address not in at(role).get(page("call_task", task.pk)).content.decode()
    assert Reveal.objects.count() == 1
    client.post(page("call_tell", task.pk), {"outcome": "reached", "note": "好"})
    assert point.address not in client.get(page("call_task", task.pk)).content.decode()
    assert CallTask.objects.get().state == "done"
    assert Call.objects.get().outcome == "reached"


def test_the_next_call_is_of_the_reason_the_list_was_narrowed_to(now: datetime) -> None:
    lender = make_inbox.ready(make.lender())
    first, other, same = (
        asking.ask(make.loan(lender=lender).customer, reason=why, source="t", now=now)
        for why in ("call_back", "agent", "call_back")
    )
    client, narrowed = at(), "?reason=call_back"
    listed = client.get(page("call_list") + narrowed).content.decode()
    assert f'href="{page("call_task", first.pk)}{narrowed}"' in listed
    assert page("call_task", other.pk) not in listed
    for told, leads_to in ((first, page("call_task", same.pk)), (same, page("call_list"))):
        point = told.customer.contact_points.get()
        answer = client.post(page("call_dial", told.pk) + narrowed, {"point": point.pk})
        assert answer["Location"] == page("call_task", told.pk) + narrowed
        shown = client.get(answer["Location"]).content.decode()
        assert f'action="{page("call_tell", told.pk)}{narrowed}"' in shown
        answer = client.post(page("call_tell", told.pk) + narrowed, {"outcome": "reached"})
        assert answer["Location"] == leads_to + narrowed


def test_a_supervisor_is_told_whose_call_it_is_and_ends_it(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    at().post(page("call_dial", task.pk), {"point": loan.customer.contact_points.get().pk})
    theirs = "began this call and has not said how it went"
    assert "How did it go?" not in at().get(page("call_task", task.pk)).content.decode()
    boss = at("supervisor")
    assert theirs in boss.get(page("call_task", task.pk)).content.decode()
    boss.post(page("call_tell", task.pk), {"outcome": "not_reached"})
    assert Call.objects.get().outcome == "not_reached"
    assert theirs not in boss.get(page("call_task", task.pk)).content.decode()


@pytest.mark.parametrize(
    ("line", "seconds", "says", "not_made"),
    [("answered", 45, "Somebody answered", False), ("failed", None, "Call by hand", True)],
)
def test_who_calls_sees_what_the_telephone_system_said(
    line: str, seconds: int | None, says: str, not_made: bool, now: datetime
) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    client, machine = at(), make.staff("agent")
    client.post(page("call_dial", task.pk), {"point": loan.customer.contact_points.get().pk})
    assert "Could not be made" not in client.get(page("call_task", task.pk)).content.decode()
    work.tell_of_line(Call.objects.get(), work.Heard(line, seconds, now), by=machine, now=now)
    shown = client.get(page("call_task", task.pk)).content.decode()
    assert says in shown
    assert ('value="not_made"' in flat(shown)) is not_made
    assert ("45 seconds" in shown) is (line == "answered")


def test_a_promise_on_the_telephone_is_one_step_and_what_is_refused_stays_typed(
    now: datetime,
) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    client = at()
    client.post(page("call_dial", task.pk), {"point": loan.customer.contact_points.get().pk})
    told = {"outcome": "promised", "note": "月底发工资", "loan": loan.pk, "on": "2026-09-20"}
    for amount in ("99999", "", "x"):
        shown = client.post(page("call_tell", task.pk), {**told, "amount": amount})
        assert shown.status_code == 200
        assert 'value="promised" required checked' in flat(shown.content.decode())
        assert "月底发工资" in shown.content.decode()
        assert Call.objects.get().outcome == ""
    answer = client.post(page("call_tell", task.pk), {**told, "amount": "200"})
    assert answer["Location"] == page("call_list")
    assert (Call.objects.get().outcome, Promise.objects.get().amount) == ("promised", 200)


def test_the_call_list_is_narrowed_to_a_reason(now: datetime) -> None:
    lender = make_inbox.ready(make.lender())
    called, overdue = (make.loan(lender=lender).customer for _ in range(2))
    asking.ask(called, reason="call_back", source="a", now=now)
    asking.ask(overdue, reason="agent", source="b", now=now)
    client = at()

    def shown(reason: str) -> list[str]:
        rows = client.get(page("call_list"), {"reason": reason}).context["rows"]
        return sorted(row.task.reason for row in rows)

    assert shown("") == shown("nonsense") == ["agent", "call_back"]
    assert shown("call_back") == ["call_back"]
    assert shown("distress") == []
    nobody = client.get(page("call_list"), {"reason": "distress"}).content.decode()
    assert "No call for this reason" in nobody
