"""A customer's answer: what it stops is stopped when the call returns."""

from datetime import datetime, timedelta

import pytest

from accounts.keys import keyring
from accounts.models import ContactPoint, Hold
from messaging.dispatch.loop import dispatch
from messaging.inbound import replies
from messaging.models import Message, Reply, SandboxText, Suppression
from messaging.signals import replies_received
from tests import make, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(now: datetime) -> Message:
    """A message that arrived on its handset."""
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert message.state == "accepted"
    return message


def number(message: Message) -> str:
    assert message.contact_point is not None
    return message.contact_point.address


def answer(message: Message, text: str, now: datetime, **columns: str) -> Reply:
    return replies.take(address=number(message), text=text, now=now, **columns)


def texts_on_handset(message: Message) -> list[str]:
    rows = SandboxText.objects.filter(address_hash=message.address_hash).order_by("pk")
    return [row.text for row in rows]


def test_a_reply_is_kept_encrypted_with_whom_and_what_it_answers(
    sent: Message, now: datetime
) -> None:
    reply = answer(sent, "好的谢谢", now)
    assert (reply.customer, reply.answers, reply.intent) == (sent.customer, sent, "other")
    assert reply.text == "好的谢谢"
    assert not reply.suppressed


def test_td_stops_the_number_and_cancels_what_is_queued(sent: Message, now: datetime) -> None:
    waiting = make_outbox.message(
        loan=make.loan(customer=sent.customer), not_before=now + timedelta(hours=1)
    )
    reply = answer(sent, "TD", now)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("cancelled", "opted_out")
    suppression = Suppression.objects.get()
    assert (suppression.kind, suppression.source) == ("opt_out", f"reply:{reply.pk}")
    assert not suppression.needs_review
    assert reply.suppressed


def test_an_opt_out_is_confirmed_once_even_at_night(sent: Message) -> None:
    night = datetime.fromisoformat("2026-09-15T23:30:00+08:00")
    for _time in range(2):
        answer(sent, "退订", night)
        dispatch(clock=FixedClock(night).clock)
    texts = texts_on_handset(sent)
    assert len(texts) == 2
    assert texts[1].startswith("【安和消费金融】您已退订")
    confirmation = Message.objects.get(content_class="confirmation")
    assert confirmation.confirms == Suppression.objects.get()
    assert confirmation.decisions.get().outcome == "send"


def test_a_confirmation_that_comes_too_late_is_not_sent(sent: Message, now: datetime) -> None:
    answer(sent, "TD", now)
    dispatch(clock=FixedClock(now + timedelta(minutes=6)).clock)
    confirmation = Message.objects.get(content_class="confirmation")
    assert (confirmation.state, confirmation.reason) == ("blocked", "reply_too_late")
    assert len(texts_on_handset(sent)) == 1


def test_the_end_of_useful_knowledge_is_confirmed_once_even_at_night(sent: Message) -> None:
    night = datetime.fromisoformat("2026-09-15T23:30:00+08:00")
    for _time in range(2):
        answer(sent, "KT", night)
        dispatch(clock=FixedClock(night).clock)
    texts = texts_on_handset(sent)
    assert len(texts) == 2
    assert texts[1].startswith("【安和消费金融】已停止向您发送小知识")
    confirmation = Message.objects.get(content_class="confirmation")
    assert confirmation.declines is not None
    assert confirmation.decisions.get().outcome == "send"


def test_it_is_not_confirmed_late_nor_to_who_wants_no_texts_at_all(
    sent: Message, now: datetime
) -> None:
    answer(sent, "KT", now)
    dispatch(clock=FixedClock(now + timedelta(minutes=6)).clock)
    late = Message.objects.get(content_class="confirmation")
    assert (late.state, late.reason) == ("blocked", "reply_too_late")
    other = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    answer(other, "KT", now)
    answer(other, "TD", now)
    confirmations = Message.objects.filter(content_class="confirmation", customer=other.customer)
    ended = confirmations.get(confirms=None)
    assert (ended.state, ended.reason) == ("cancelled", "opted_out")
    answer(other, "KT", now)
    assert confirmations.count() == 2


def test_an_opt_out_inside_a_sentence_stops_and_asks_for_a_person(
    sent: Message, now: datetime
) -> None:
    reply = answer(sent, "怎么退订", now)
    assert (reply.intent, reply.suppressed) == ("opt_out_review", True)
    assert Suppression.objects.get().needs_review
    assert not Message.objects.filter(content_class="confirmation").exists()


def test_a_denied_opt_out_changes_nothing(sent: Message, now: datetime) -> None:
    reply = answer(sent, "不是退订，误发", now)
    assert (reply.intent, reply.suppressed) == ("review", False)
    assert not Suppression.objects.exists()


def test_one_wrong_person_reply_stops_the_number_for_everybody(
    sent: Message, now: datetime
) -> None:
    other = make.customer(phone=number(sent))
    waiting = make_outbox.message(loan=make.loan(customer=other))
    answer(sent, "打错了", now)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert set(ContactPoint.objects.values_list("state", flat=True)) == {"wrong_party"}
    assert set(Suppression.objects.values_list("kind", flat=True)) == {"wrong_party"}


def test_a_wrong_person_is_not_telephoned_either(sent: Message, now: datetime) -> None:
    phone, other = number(sent), make.customer(phone=make.sandbox_phone())
    to_call = make.contact_point(customer=other, channel="phone", address=phone)
    answer(sent, "打错了", now)
    keys = keyring()
    assert {(row.channel, bytes(row.address_hash)) for row in Suppression.objects.all()} == {
        (channel, keys.suppression_hash(phone, channel)) for channel in ("sms", "phone")
    }
    to_call.refresh_from_db()
    assert to_call.state == "wrong_party"


def test_whoever_only_opts_out_of_texts_may_be_called(sent: Message, now: datetime) -> None:
    answer(sent, "TD", now)
    assert Suppression.objects.get().channel == "sms"


def test_a_wrong_person_outweighs_the_opt_out_before_it(sent: Message, now: datetime) -> None:
    """So that nobody lifts the one and reopens the other unawares."""
    reply = answer(sent, "怎么退订啊", now)
    answer(sent, "打错了，我不认识他", now + timedelta(minutes=1))
    texts = Suppression.objects.get(channel="sms")
    assert (texts.kind, texts.source, texts.needs_review) == (
        "wrong_party",
        f"reply:{reply.pk}",
        False,
    )
    answer(sent, "TD", now + timedelta(minutes=2))
    texts.refresh_from_db()
    assert texts.kind == "wrong_party"
    assert not Message.objects.filter(content_class="confirmation").exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("我要投诉", "complaint"),
        ("已经还了", "paid_claim"),
        ("失业了没钱", "hardship"),
        ("我没借过这笔钱", "dispute"),
        ("不想活了", "distress"),
    ],
)
def test_what_needs_a_person_holds_the_customers_messages(
    sent: Message, now: datetime, text: str, kind: str
) -> None:
    waiting = make_outbox.message(
        loan=make.loan(customer=sent.customer), not_before=now + timedelta(hours=1)
    )
    reply = answer(sent, text, now)
    hold = Hold.objects.exclude(kind="unread_reply").get()
    assert (hold.kind, hold.source) == (kind, f"reply:{reply.pk}")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason, waiting.not_before) == ("queued", f"hold_{kind}", None)


def test_a_complaint_that_also_opts_out_does_both(sent: Message, now: datetime) -> None:
    answer(sent, "我要投诉你们，不要再发了", now)
    assert set(Hold.objects.values_list("kind", flat=True)) == {"complaint", "unread_reply"}
    assert Suppression.objects.exists()


def test_the_same_reply_delivered_twice_is_taken_once(sent: Message, now: datetime) -> None:
    first = answer(sent, "我要投诉", now, gateway_ref="")
    gateway = sent.gateway
    assert gateway is not None
    again = [
        replies.take(
            address=number(sent), text="我要投诉", now=now, gateway=gateway, gateway_ref="r1"
        )
        for _time in range(2)
    ]
    assert again[0] == again[1] != first
    assert Reply.objects.count() == 2
    assert Hold.objects.filter(kind="complaint").count() == 2


def test_a_reply_from_a_number_nobody_knows_still_stops_it(now: datetime) -> None:
    reply = replies.take(address="+8613911112222", text="TD", now=now)
    assert (reply.customer, reply.answers) == (None, None)
    assert Suppression.objects.exists()
    assert not Message.objects.exists()


def test_with_a_number_of_two_people_the_hold_covers_both(now: datetime) -> None:
    phone = make.sandbox_phone()
    people = {make.customer(phone=phone).pk for _n in range(2)}
    reply = replies.take(address=phone, text="我要投诉", now=now)
    assert reply.customer is None
    assert set(Hold.objects.values_list("customer", flat=True)) == people


def test_it_is_announced_after_the_commit(
    sent: Message, now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[int] = []

    def hear(*, reply_ids: list[int], **_ignored: object) -> None:
        heard.extend(reply_ids)

    replies_received.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            reply = answer(sent, "好的", now)
            assert heard == []
    finally:
        replies_received.disconnect(hear)
    assert heard == [reply.pk]
