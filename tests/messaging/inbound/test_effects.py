"""No automated text follows a reply that nobody has understood, until a person has read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.holds import service as holds
from accounts.models import Hold
from messaging.dispatch.claim import claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.loop import dispatch
from messaging.inbound import replies
from messaging.models import Message, Reply, SandboxText
from messaging.models.message_states import MessageState
from messaging.replies import reading
from tests import make, make_outbox
from tests.make_outbox import FixedClock

MINUTE = timedelta(minutes=1)
OPEN = (MessageState.QUEUED, MessageState.CLAIMED)


def number_of(message: Message) -> str:
    assert message.contact_point is not None
    return message.contact_point.address


@pytest.mark.django_db
def test_an_unknown_word_holds_the_next_text_with_a_reason_of_its_own(now: datetime) -> None:
    message = make_outbox.message()
    reply = replies.take(address=number_of(message), text="咕噜咕噜", now=now)
    hold = Hold.objects.get()
    assert (hold.kind, hold.until, hold.source) == ("unread_reply", None, f"reply:{reply.pk}")
    assert reply.needs_reading
    dispatch(clock=FixedClock(now + MINUTE).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "hold_unread_reply")
    assert not SandboxText.objects.exists()


@pytest.mark.django_db
def test_it_holds_everybody_behind_the_number_not_only_who_was_written_to(now: datetime) -> None:
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    other = make.customer(phone=number_of(message))
    replies.take(address=number_of(message), text="咕噜咕噜", now=now)
    assert set(Hold.objects.values_list("customer", flat=True)) == {message.customer_id, other.pk}


@pytest.mark.django_db
def test_the_next_reply_holds_too_whatever_was_read_of_the_first(now: datetime) -> None:
    message = make_outbox.message()
    for text in ("咕噜咕噜", "咕噜"):
        replies.take(address=number_of(message), text=text, now=now)
    first, _second = Hold.objects.order_by("pk")
    holds.release_all([first.pk], by=make.staff("agent"), reason="read", now=now)
    dispatch(clock=FixedClock(now + MINUTE).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "hold_unread_reply")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["已经还了", "明天还", "5", "TD"])
def test_what_is_understood_and_harmless_needs_no_reading(now: datetime, text: str) -> None:
    reply = replies.take(address=number_of(make_outbox.message()), text=text, now=now)
    assert not reply.needs_reading
    assert not Hold.objects.filter(kind="unread_reply").exists()


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(min_size=1, max_size=30).filter(lambda text: "\x00" not in text))
def test_whatever_is_not_recognised_as_harmless_holds(now: datetime, text: str) -> None:
    with transaction.atomic():
        message = make_outbox.message()
        reply = replies.take(address=number_of(message), text=text, now=now)
        understood = reading.read(text).harmless or reply.intent == "opt_out"
        held = Hold.objects.filter(kind="unread_reply", customer=message.customer_id).exists()
        assert held is not understood
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_reply_during_the_claim_takes_back_what_was_claimed(now: datetime) -> None:
    message = make_outbox.message()
    claimed = claim(now=now).claimed
    assert claimed
    replies.take(address=number_of(message), text="咕噜咕噜", now=now)
    hand_over(claimed, clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "hold_unread_reply")
    assert not SandboxText.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_waves_are_claimed_nothing_begins_after_a_reply_has_committed(now: datetime) -> None:
    """Real connections, real locks: what had not begun when the reply was stored never leaves."""
    random, people = Random(10), 40
    lender = make.lender()
    in_run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    version = make_outbox.make_messaging.version(stage="dpd-4-7")
    messages = [
        make_outbox.message(
            loan=make.loan(lender=lender), in_run=in_run, template_version=version, not_before=now
        )
        for _ in range(people)
    ]
    writing = random.sample(messages, people // 2)
    clock = FixedClock(now).clock

    def work(what: Any, *arguments: Any) -> Any:
        try:
            return what(*arguments)
        finally:
            connection.close()

    def send() -> None:
        while claimed := claim(now=now, limit=3).claimed:
            hand_over(claimed, clock=clock)

    def write(message: Message) -> int | None:
        replies.take(address=number_of(message), text=random.choice("咕噜嘎"), now=now)
        message.refresh_from_db()
        return message.pk if message.state in OPEN else None

    with ThreadPoolExecutor(6) as pool:
        sending = [pool.submit(work, send) for _ in range(2)]
        written = [pool.submit(work, write, message) for message in writing]
        for each in sending:
            each.result(120)
        in_time = {pk for each in written if (pk := each.result(120))}
    send()
    left = Message.objects.exclude(state__in=OPEN).values_list("pk", flat=True)
    assert Reply.objects.filter(needs_reading=True).count() == len(writing)
    assert in_time
    assert not in_time & set(left)
    assert set(left) >= {message.pk for message in messages} - {m.pk for m in writing}
