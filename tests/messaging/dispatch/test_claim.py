"""Claiming: what is due is decided about again, under lock, with the ledger as it is now."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.holds import service as holds
from accounts.models import Loan
from messaging.dispatch.claim import claim
from messaging.models import Decision, Message
from tests import make, make_outbox

pytestmark = pytest.mark.django_db


def text_of(message: Message) -> str:
    message.refresh_from_db()
    assert message.body is not None
    return message.body


def test_a_due_message_is_claimed_with_its_text(now: datetime) -> None:
    message = make_outbox.message()
    batch = claim(now=now)
    assert [each.message_id for each in batch.claimed] == [message.pk]
    text = text_of(message)
    assert text.startswith("【安和消费金融】王小明先生")
    assert "1,234.56" in text
    assert (message.state, message.segments) == ("claimed", 2)
    assert message.claimed_at == now
    assert batch.claimed[0].text == text
    assert batch.claimed[0].window_end == datetime.fromisoformat("2026-09-15T22:00+08:00")


def test_the_text_names_the_amount_of_this_moment(now: datetime) -> None:
    message = make_outbox.message()
    loan = message.candidate.loans.get().loan
    loan.amount_due = Decimal("88.00")
    loan.save(update_fields=["amount_due"])
    claim(now=now)
    assert "88.00" in text_of(message)


def test_what_was_paid_in_between_is_not_sent(now: datetime) -> None:
    message = make_outbox.message()
    loan = message.candidate.loans.get().loan
    loan.amount_due = Decimal(0)
    loan.save(update_fields=["amount_due"])
    assert claim(now=now).claimed == ()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("blocked", "loan_settled")
    assert message.final_at == now


def test_what_no_longer_fits_its_stage_expires(now: datetime) -> None:
    message = make_outbox.message(loan=make.loan(dpd=9))
    claim(now=now)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("expired", "stage_passed")


def test_outside_the_window_it_waits_until_the_window_opens() -> None:
    message = make_outbox.message(send_at_once=True)
    night = datetime.fromisoformat("2026-09-15T22:00:00+08:00")
    assert claim(now=night).claimed == ()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "quiet_hours")
    assert message.not_before == datetime.fromisoformat("2026-09-16T08:00+08:00")


def test_at_21_59_what_is_sent_at_once_goes() -> None:
    make_outbox.message(send_at_once=True)
    assert len(claim(now=datetime.fromisoformat("2026-09-15T21:59:00+08:00")).claimed) == 1


def test_a_hold_keeps_it_queued_with_its_reason(now: datetime) -> None:
    message = make_outbox.message()
    holds.place(customer=message.customer, kind="complaint", reason="x", source="test", now=now)
    Message.objects.filter(pk=message.pk).update(not_before=now)
    claim(now=now)
    message.refresh_from_db()
    assert (message.state, message.reason, message.not_before) == ("queued", "hold_complaint", None)
    assert message.held_at == now


def test_a_paused_run_is_not_touched(now: datetime) -> None:
    message = make_outbox.message()
    type(message.run).objects.filter(pk=message.run_id).update(state="paused")
    assert claim(now=now).due == 0


def test_what_is_not_due_yet_is_left_alone(now: datetime) -> None:
    make_outbox.message(not_before=now + timedelta(seconds=1))
    make_outbox.message(not_before=None)
    assert claim(now=now).due == 0


def test_two_loans_of_one_customer_make_one_text_a_day(now: datetime) -> None:
    person = make.customer()
    first, second = (make_outbox.message(loan=make.loan(customer=person)) for _lender in range(2))
    assert len(claim(now=now).claimed) == 1
    assert claim(now=now).claimed == ()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("claimed", "queued")
    assert second.reason == "cap_customer"
    assert second.not_before is not None


def test_one_number_in_two_files_gets_one_text_a_day(now: datetime) -> None:
    phone = make.sandbox_phone()
    for _customer in range(2):
        make_outbox.message(loan=make.loan(customer=make.customer(phone=phone)))
    assert len(claim(now=now).claimed) == 1
    assert claim(now=now).claimed == ()
    assert Message.objects.filter(state="queued", reason="cap_address").count() == 1


def test_a_verdict_is_stored_once_and_again_only_when_it_changes(now: datetime) -> None:
    message = make_outbox.message(send_at_once=True)
    night = datetime.fromisoformat("2026-09-15T22:30:00+08:00")
    for _time in range(2):
        Message.objects.filter(pk=message.pk).update(not_before=night)
        claim(now=night)
    assert Decision.objects.filter(message=message).count() == 1
    Message.objects.filter(pk=message.pk).update(not_before=now)
    claim(now=now)
    said = Decision.objects.filter(candidate=message.candidate).order_by("pk")
    assert [decision.outcome for decision in said] == ["hold", "send"]
    assert said[0].trace
    assert "王小明" not in str(said[0].facts)


def test_a_text_about_fewer_loans_than_before_has_a_trace_of_its_own(now: datetime) -> None:
    message = make_outbox.message()
    first = message.candidate.loans.get()
    second = make.loan(customer=message.customer, lender=message.lender)
    message.candidate.loans.create(
        loan=second, stage=first.stage, days_past_due=5, amount_due=second.amount_due
    )
    for paid in (False, False, True):
        if paid:
            Loan.objects.filter(pk=second.pk).update(amount_due=0)
        Message.objects.filter(pk=message.pk).update(state="queued", not_before=now)
        assert len(claim(now=now).claimed) == 1
    said = Decision.objects.filter(candidate=message.candidate).order_by("pk")
    assert [decision.outcome for decision in said] == ["send", "send"]
    assert [decision.trace[-1][-1]["loans"] for decision in said] == [
        [first.loan_id, second.pk],
        [first.loan_id],
    ]


def test_without_a_policy_nothing_is_sent(now: datetime) -> None:
    message = make_outbox.message()
    Message.objects.filter(pk=message.pk).update(run=None)
    message.lender.policies.update(effective_from=now + timedelta(days=1))
    claim(now=now)
    message.refresh_from_db()
    assert (message.state, message.reason, message.not_before) == ("queued", "no_policy", None)


def test_the_number_of_queries_does_not_grow_with_the_messages(now: datetime) -> None:
    def queries_for(count: int) -> int:
        lender = make.lender()
        in_run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
        for _n in range(count):
            make_outbox.message(loan=make.loan(lender=lender), in_run=in_run)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(claim(now=now).claimed) == count
        return len(queries)

    assert queries_for(2) == queries_for(9)
