"""One click: what an agent understood is done by the service that owns it, and said."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import AuditEntry, ContactPoint, Hold
from feedback.inbox import actions
from feedback.models import CallTask, Complaint, ConversationEvent, HardshipCase
from messaging.models import Suppression
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_an_opt_out_stops_the_number(now: datetime) -> None:
    found, agent = make_inbox.conversation(at=now), make_inbox.agent()
    actions.opt_out(found, by=agent, now=now)
    stopped = Suppression.objects.get()
    assert (stopped.kind, stopped.entered_by, stopped.source) == (
        "opt_out",
        agent,
        f"conversation:{found.pk}",
    )
    found.refresh_from_db()
    assert found.owner == agent
    assert ConversationEvent.objects.filter(what="acted", detail__startswith="opt_out:").exists()


def test_a_wrong_person_stops_texts_and_calls_for_everybody_with_the_number(now: datetime) -> None:
    phone = make.sandbox_phone()
    person, other = make.customer(phone=phone), make.customer()
    same = make.customer(phone=None)
    make.contact_point(customer=same, address=phone)
    taken = make_inbox.reply("在吗", at=now, customer=person)
    taken.customer = person  # a number of two people is nobody's until somebody knows whose
    taken.save()
    found = make_inbox.filed(taken, now)
    actions.mark_wrong_person(found, by=make_inbox.agent(), now=now)
    found.refresh_from_db()
    assert found.masked
    stopped = set(Suppression.objects.values_list("channel", "kind"))
    assert stopped == {("sms", "wrong_party"), ("phone", "wrong_party")}
    states = {p.contact_points.get().state for p in (person, same)}
    assert states == {ContactPoint.State.WRONG_PARTY}
    assert other.contact_points.get().state == ContactPoint.State.ACTIVE


def test_a_dispute_holds_once(now: datetime) -> None:
    found, agent = make_inbox.conversation(at=now), make_inbox.agent()
    first = actions.dispute(found, by=agent, now=now)
    assert actions.dispute(found, by=agent, now=now) == first
    assert Hold.objects.get(released_at=None).kind == "dispute"


def test_a_dispute_that_has_run_out_holds_no_more_and_the_next_one_does(now: datetime) -> None:
    found, agent = make_inbox.conversation(at=now), make_inbox.agent()
    assert found.customer is not None
    holds.place(
        customer=found.customer,
        kind="dispute",
        reason="x",
        source="t",
        now=now - HOUR,
        until=now,
    )
    hold = actions.dispute(found, by=agent, now=now)
    assert (hold.starts_at, hold.until) == (now, None)


def test_a_complaint_is_logged_with_the_words_of_the_reply(now: datetime) -> None:
    found, agent = make_inbox.conversation("你们态度不好", at=now), make_inbox.agent()
    complaint = actions.complain(found, by=agent, now=now)
    assert (complaint.via, complaint.owner) == ("reply", agent)
    assert Complaint.objects.count() == 1


def test_hardship_opens_a_case(now: datetime) -> None:
    found, agent = make_inbox.conversation("最近手头紧张", at=now), make_inbox.agent()
    actions.open_hardship(found, by=agent, now=now)
    assert HardshipCase.objects.get().customer == found.customer


def test_a_promise_is_taken_for_a_loan_of_the_customer(now: datetime) -> None:
    loan = make.loan(lender=make.lender())
    found = make_inbox.conversation("周五还", at=now, customer=loan.customer)
    agent = make_inbox.agent()
    promise = actions.take_promise(
        found,
        loan=loan,
        amount=Decimal("500"),
        on=(now + 48 * HOUR).date(),
        by=agent,
        now=now,
    )
    assert promise.hold is not None
    with pytest.raises(Refused):
        actions.take_promise(
            found, loan=make.loan(), amount=Decimal("5"), on=now.date(), by=agent, now=now
        )


def test_the_cause_of_delay_goes_to_the_loans_and_the_audit_trail(now: datetime) -> None:
    loan = make.loan()
    found = make_inbox.conversation("忘记了", at=now, customer=loan.customer)
    assert actions.set_cause(found, cause="forgot", by=make_inbox.agent(), now=now) == 1
    loan.refresh_from_db()
    assert loan.cause == "forgot"
    entry = AuditEntry.objects.filter(table="accounts_loan").order_by("-pk").first()
    assert entry is not None
    assert entry.after is not None
    assert entry.after["cause"] == "forgot"
    with pytest.raises(Refused):
        actions.set_cause(found, cause="lazy", by=make_inbox.agent(), now=now)


def test_a_call_back_comes_to_the_call_list_at_the_hour_asked_for(now: datetime) -> None:
    found, agent = make_inbox.conversation(at=now), make_inbox.agent()
    actions.call_back(found, by=agent, now=now, not_before=now + 3 * HOUR)
    task = CallTask.objects.get()
    assert (task.reason, task.not_before) == ("call_back", now + 3 * HOUR)


def test_what_another_has_nobody_else_acts_on(now: datetime) -> None:
    found, one, other = make_inbox.conversation(at=now), make_inbox.agent(), make_inbox.agent()
    actions.dispute(found, by=one, now=now)
    with pytest.raises(Refused, match=str(one)):
        actions.opt_out(found, by=other, now=now)
    assert not Suppression.objects.exists()
