"""Answers: approved texts through the same gate and outbox, and the screen says why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from accounts.errors import Refused
from accounts.holds import service as holds
from feedback.inbox import actions, answering
from feedback.models import Conversation, ConversationEvent
from messaging.content.chosen import Chosen
from messaging.dispatch.claim import claim
from messaging.models import Answer, Decision, Message
from tests import make, make_inbox, make_messaging

HOUR = timedelta(hours=1)
NIGHT = datetime(2026, 9, 15, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
WITH_FIGURES = (
    "{{ customer_name }}{{ salutation }}您好，应还{{ amount_due }}，还款日{{ due_date }}，"
    "可通过{{ ways_to_pay }}还款，详询{{ hotline }}。"
)


@pytest.fixture
def loan(db: None) -> object:
    return make.loan(lender=make_inbox.ready(make.lender()), as_of=make.MORNING)


def test_an_approved_answer_may_be_sent_now_and_shows_its_text(loan, now: datetime) -> None:
    make_inbox.snippet(WITH_FIGURES)
    found = make_inbox.conversation(at=now, customer=loan.customer)
    (prospect,) = answering.prospects(found, now)
    assert (prospect.verdict.outcome, prospect.why_not) == ("send", "")
    assert "1,234.56" in (prospect.text or "")


def test_an_answer_that_contradicts_the_ledger_is_not_sent(
    loan, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, agent = make_inbox.snippet(WITH_FIGURES), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    message = answering.answer(found, version=version, by=agent, now=now)
    monkeypatch.setattr("messaging.content.values.money", lambda *_, **__: "9.99元")
    (prospect,) = answering.prospects(found, now)
    assert (prospect.verdict.reason, prospect.can_be_queued) == ("text_not_true", False)
    claim(now=now)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("blocked", "text_not_true")


def test_an_answer_adds_no_loan_still_to_come_to_what_is_overdue(loan, now: datetime) -> None:
    make_inbox.snippet(WITH_FIGURES)
    same = {"customer": loan.customer, "lender": loan.lender, "as_of": make.MORNING}
    make.loan(dpd=-20, amount_due=Decimal(5000), **same)
    found = make_inbox.conversation(at=now, customer=loan.customer)
    (prospect,) = answering.prospects(found, now)
    assert "应还1,234.56元" in (prospect.text or "")
    assert prospect.verdict.outcome == "send"


def test_nothing_unapproved_is_offered(loan, now: datetime) -> None:
    template = make_messaging.template(content_class="answer", stage="dpd-1")
    make_messaging.version(template=template, state="submitted", body="您好，已收到。")
    found = make_inbox.conversation(at=now, customer=loan.customer)
    assert answering.prospects(found, now) == []


@pytest.mark.django_db(transaction=True)
def test_an_answer_goes_through_the_outbox_despite_a_hold(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    version, agent = make_inbox.snippet(), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    holds.place(customer=loan.customer, kind="complaint", reason="x", source="test", now=now)
    message = answering.answer(found, version=version, by=agent, now=now)
    assert Answer.objects.get().reply_id == found.last_reply_id
    batch = claim(now=now)
    assert [each.message_id for each in batch.claimed] == [message.pk]
    assert "已收到您的消息" in batch.claimed[0].text
    assert ConversationEvent.objects.filter(what="answered").exists()


def test_a_suppressed_number_is_not_written_to(loan, now: datetime) -> None:
    version, agent = make_inbox.snippet(), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    actions.opt_out(found, by=agent, now=now)
    assert not answering.prospects(found, now)[0].can_be_queued
    with pytest.raises(Refused):
        answering.answer(found, version=version, by=agent, now=now)
    assert not Message.objects.filter(content_class="answer").exists()


def test_nobody_is_answered_while_it_is_not_sure_who_writes(loan, now: datetime) -> None:
    version, agent = make_inbox.snippet(), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    Conversation.objects.update(masked=True)
    with translation.override("en"), pytest.raises(Refused, match="not sure who writes"):
        answering.answer(found, version=version, by=agent, now=now)
    assert not Message.objects.filter(content_class="answer").exists()


def test_the_same_answer_is_queued_once(loan, now: datetime) -> None:
    version, agent = make_inbox.snippet(), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    message = answering.answer(found, version=version, by=agent, now=now)
    with pytest.raises(Refused):
        answering.answer(found, version=version, by=agent, now=now)
    Message.objects.filter(pk=message.pk).update(state="cancelled", reason="stopped")
    answering.answer(found, version=version, by=agent, now=now)
    answering.answer(found, version=make_inbox.snippet(), by=agent, now=now)
    assert Answer.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_at_night_what_was_just_written_is_answered_and_the_rest_waits(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    version, agent = make_inbox.snippet(), make_inbox.agent()
    found = make_inbox.conversation(at=NIGHT, customer=loan.customer)
    (at_once,) = answering.prospects(found, NIGHT + timedelta(minutes=20))
    assert at_once.verdict.outcome == "send"
    (later,) = answering.prospects(found, NIGHT + HOUR)
    assert (later.verdict.outcome, later.verdict.reason) == ("hold", "quiet_hours")
    assert later.verdict.until == datetime(2026, 9, 16, 0, 0, tzinfo=UTC)  # 08:00
    answering.answer(found, version=version, by=agent, now=NIGHT + HOUR)
    assert claim(now=NIGHT + HOUR).claimed == ()
    assert len(claim(now=NIGHT + 8 * HOUR).claimed) == 1


@pytest.mark.django_db(transaction=True)
def test_a_night_answer_may_begin_only_while_it_is_still_at_once(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    version = make_inbox.snippet()
    found = make_inbox.conversation(at=NIGHT, customer=loan.customer)
    moment = NIGHT + timedelta(minutes=10)
    answering.answer(found, version=version, by=make_inbox.agent(), now=moment)
    (claimed,) = claim(now=moment).claimed
    assert claimed.window_end == NIGHT + timedelta(minutes=30)


def test_what_was_written_a_week_ago_is_not_answered_by_text(loan, now: datetime) -> None:
    make_inbox.snippet()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    (prospect,) = answering.prospects(found, now + timedelta(days=8))
    assert (prospect.verdict.outcome, prospect.verdict.reason) == ("block", "reply_too_late")


def test_old_figures_hold_only_a_text_that_has_figures(loan, now: datetime) -> None:
    make_inbox.snippet(WITH_FIGURES)
    make_inbox.snippet()
    found = make_inbox.conversation(at=now + 48 * HOUR, customer=loan.customer)
    said = {
        prospect.version.body == WITH_FIGURES: prospect.verdict
        for prospect in answering.prospects(found, now + 48 * HOUR)
    }
    assert said[True].reason == "stale_data"
    assert said[False].outcome == "send"


def test_the_number_of_queries_does_not_depend_on_the_number_of_answers(
    loan, now: datetime, django_assert_max_num_queries
) -> None:
    for _ in range(4):
        make_inbox.snippet()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    with django_assert_max_num_queries(24):
        assert len(answering.prospects(found, now)) == 4


PLAN = (
    "{{ customer_name }}您好，已记下您打算在{{ chosen_day }}还款{{ chosen_amount }}，"
    "详询{{ hotline }}。"
)
AGREED = Chosen(date(2026, 9, 20), Decimal(500), "CNY")


def test_open_fields_are_offered_from_the_reply_and_else_from_the_ledger(
    loan, now: datetime
) -> None:
    make_inbox.snippet(PLAN)
    said = make_inbox.conversation("9月20日先还500元", at=now, customer=loan.customer)
    (prospect,) = answering.prospects(said, now)
    assert (prospect.chosen, prospect.problem) == (AGREED, "")
    assert "打算在9月20日还款500.00元" in (prospect.text or "")
    other = make.loan(lender=loan.lender, as_of=make.MORNING)
    asked = make_inbox.conversation("怎么还款", at=now, customer=other.customer)
    (prospect,) = answering.prospects(asked, now)
    assert (prospect.chosen.day, prospect.chosen.amount) == (None, other.amount_due)
    assert not prospect.can_be_queued


@pytest.mark.parametrize(
    "chosen",
    [
        replace(AGREED, day=None),
        replace(AGREED, day=date(2026, 9, 14)),
        replace(AGREED, day=date(2026, 10, 16)),
        replace(AGREED, amount=None, currency=""),
        replace(AGREED, amount=Decimal(0)),
        replace(AGREED, amount=Decimal("1234.57")),
        replace(AGREED, currency="TWD"),
    ],
)
def test_what_cannot_be_agreed_is_refused(loan, now: datetime, chosen: Chosen) -> None:
    version, agent = make_inbox.snippet(PLAN), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    with pytest.raises(Refused):
        answering.answer(found, version=version, by=agent, now=now, chosen=chosen)


def test_what_was_agreed_is_frozen_with_the_message_and_stands_in_its_trace(
    loan, now: datetime
) -> None:
    version, agent = make_inbox.snippet(PLAN), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    message = answering.answer(found, version=version, by=agent, now=now, chosen=AGREED)
    kept = Answer.objects.get(message=message)
    assert (kept.day, kept.amount, kept.currency) == (AGREED.day, AGREED.amount, "CNY")
    with pytest.raises(DatabaseError), transaction.atomic():
        Answer.objects.filter(pk=kept.pk).update(amount=1)
    claim(now=now)
    message.refresh_from_db()
    assert (message.state, "还款500.00元" in (message.body or "")) == ("claimed", True)
    decision = Decision.objects.get(message=message)
    saw = next(saw for rule, *_more, saw in decision.trace if rule == "template")
    assert (saw["chosen_day"], saw["chosen_amount"]) == ("2026-09-20", "500.00 CNY")


def test_an_answer_whose_loan_was_paid_down_below_what_was_agreed_never_leaves(
    loan, now: datetime
) -> None:
    version, agent = make_inbox.snippet(PLAN), make_inbox.agent()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    message = answering.answer(found, version=version, by=agent, now=now, chosen=AGREED)
    type(loan).objects.filter(pk=loan.pk).update(amount_due=Decimal("499.99"))
    claim(now=now)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("blocked", "text_not_true")
