"""A text on one's own telephone: once or never, to oneself alone, and about no borrower."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import StaffNumber, User
from accounts.staff_numbers import service as numbers
from messaging.gateways.base import Outcome, Outgoing, Result
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts, replies
from messaging.inbound.replies import Written
from messaging.models import (
    Gateway,
    Message,
    PhoneSend,
    PhoneSendStep,
    Receipt,
    Reply,
    SandboxText,
    Stop,
    Suppression,
    TemplateVersion,
    in_force,
)
from messaging.outbox import failpoints
from messaging.own_phone import asking, sending, shown
from tests import make, make_messaging, make_outbox, make_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(now: datetime) -> make_outbox.FixedClock:
    return make_outbox.FixedClock(now)


@pytest.fixture
def gateway(db: None) -> Gateway:
    return make_outbox.gateway()


@pytest.fixture
def writer(now: datetime) -> User:
    person = make.staff("collector")
    make_phone.in_use(person, now)
    return person


@pytest.fixture
def draft(writer: User) -> TemplateVersion:
    make.lender()
    return make_messaging.version(state="draft", author=writer)


def state(send: PhoneSend, now: datetime) -> tuple[str, str]:
    [one] = shown.lately([PhoneSend.objects.get(pk=send.pk)], now=now)
    return one.state, one.why


def test_a_draft_arrives_once_and_marked_and_is_no_message(
    writer: User, draft: TemplateVersion, gateway: Gateway, clock: make_outbox.FixedClock
) -> None:
    send = make_phone.asked(writer, draft, clock.wall)
    assert state(send, clock.wall)[0] == shown.WAITING
    assert (sending.work(clock=clock.clock), sending.work(clock=clock.clock)) == (1, 0)
    text = SandboxText.objects.get()
    assert text.text == send.text
    assert text.text.startswith("【测试】【安和消费金融】")
    assert state(send, clock.wall)[0] == "accepted"
    taken = InboundReceipt("delivered", message_id=send.wire_id)
    receipts.take(gateway=gateway, incoming=[taken, taken], now=clock.wall)
    assert state(send, clock.wall)[0] == "delivered"
    assert not Message.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ([{"result": "delivered"}], "delivered"),
        ([{"result": "undelivered", "error_code": "x"}], "undelivered"),
        ([{"result": "delivered", "part": n, "parts": 2} for n in (1, 2)], "delivered"),
        ([{"result": "delivered", "part": 1, "parts": 2}], "accepted"),
        ([{"result": "accepted"}], "accepted"),
    ],
)
def test_a_receipt_by_the_gateways_id_that_was_faster_than_its_answer_is_taken_up(
    said: list[dict[str, Any]],
    becomes: str,
    writer: User,
    draft: TemplateVersion,
    gateway: Gateway,
    clock: make_outbox.FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = make_phone.asked(writer, draft, clock.wall)

    def answered_late(
        _driver: object, outgoing: Outgoing, *_about: object, **_clock: object
    ) -> Any:
        early = [InboundReceipt(gateway_ref="g-1", **each) for each in said]
        receipts.take(gateway=gateway, incoming=early, now=clock.wall)
        clock.passes(1)
        return Outcome(outgoing.message_id, Result.ACCEPTED, gateway_ref="g-1")

    monkeypatch.setattr(sending, "_call", answered_late)
    sending.work(clock=clock.clock)
    clock.passes(5)
    sending.work(clock=clock.clock)
    sending.work(clock=clock.clock)
    assert state(send, clock.wall)[0] == becomes


def test_a_worker_killed_before_the_call_leaves_it_unknown_and_nobody_sends_it_silently(
    writer: User,
    draft: TemplateVersion,
    gateway: Gateway,
    clock: make_outbox.FixedClock,
) -> None:
    send = make_phone.asked(writer, draft, clock.wall)
    failpoints.arm("own_phone.begun=raise@1")
    with pytest.raises(failpoints.Failed):
        sending.work(clock=clock.clock)
    with pytest.raises(Refused, match="不再发送"):
        asking.again(send, by=writer, now=clock.wall)
    clock.passes(shown.LEFT_ALONE.total_seconds() + 1)
    assert sending.work(clock=clock.clock) == 0
    assert not SandboxText.objects.exists()
    assert state(send, clock.wall)[0] == "unknown"
    again = asking.again(send, by=writer, now=clock.wall)
    assert again.text == send.text.replace("【测试】", "【测试·再次】")
    assert sending.work(clock=clock.clock) == 1
    assert [each.text for each in SandboxText.objects.all()] == [again.text]
    with pytest.raises(Refused, match="不再发送"):
        asking.again(send, by=writer, now=clock.wall)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("stop", shown.STOPPED),
        ("closed", shown.NO_GATEWAY),
        ("late", shown.EXPIRED),
        ("customer", shown.NOT_YOURS),
        ("ended", shown.NOT_YOURS),
    ],
)
def test_what_changed_since_it_was_asked_for_is_heeded(
    what: str,
    why: str,
    writer: User,
    draft: TemplateVersion,
    gateway: Gateway,
    clock: make_outbox.FixedClock,
) -> None:
    send = make_phone.asked(writer, draft, clock.wall)
    if what == "stop":
        Stop.objects.create(scope="all", reason="x", at=clock.wall, by=make.staff("supervisor"))
    elif what == "closed":
        turned = {"open": False, "turned_by": make.staff("supervisor")}
        Gateway.objects.filter(pk=gateway.pk).update(**turned)
    elif what == "late":
        clock.passes(asking.LASTS.total_seconds())
    elif what == "customer":
        make.customer(phone=make_phone.NUMBER)
    else:
        numbers.end(StaffNumber.objects.get(), by=writer, now=clock.wall)
    assert sending.work(clock=clock.clock) == 0
    assert state(send, clock.wall) == ("not_sent", str(shown.WHY[why]))
    assert not SandboxText.objects.exists()
    assert (what == "customer") == StaffNumber.objects.filter(ended_why="customer").exists()


def test_no_post_sends_to_anybody_else(
    writer: User,
    draft: TemplateVersion,
    gateway: Gateway,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    theirs = make.customer(phone="+8614100000001")
    colleague, stranger = make.staff("collector"), make.staff("collector")
    number = make_phone.in_use(colleague, now, "+8614100000002")
    send = make_phone.asked(writer, draft, now)
    client = Client()
    client.force_login(stranger)  # who has no number
    aside = {"number": number.pk, "number_id": number.pk, "typed": "14100000001", "to": "all"}
    page = reverse("admin:template_phone", args=[draft.pk])
    client.post(page, {**aside, "customer_no": theirs.customer_no, "specimen": "customer"})
    client.force_login(colleague)
    assert client.post(reverse("admin:phone_again", args=[send.pk])).status_code == 404
    client.post(page, {**aside, "number": StaffNumber.objects.exclude(pk=number.pk).get().pk})
    made = PhoneSend.objects.exclude(pk=send.pk).get()
    assert (made.by, made.number) == (colleague, number)
    told = {"wire_id": -1, "asked_at": now, "good_until": now + asking.LASTS, "text": made.text}
    for by, to in ((colleague, send.number), (stranger, number)):
        with pytest.raises(DatabaseError), transaction.atomic():
            PhoneSend.objects.create(
                by=by, number=to, purpose="text", version=draft, lender=made.lender, **told
            )
    waiting = make_phone.confirmed(stranger, now, "+8614100000003")
    with pytest.raises(DatabaseError), transaction.atomic():
        PhoneSend.objects.create(
            by=stranger, number=waiting, purpose="text", version=draft, lender=made.lender, **told
        )


def test_what_was_sent_stays_as_it_was(
    writer: User, draft: TemplateVersion, gateway: Gateway, clock: make_outbox.FixedClock
) -> None:
    make_phone.asked(writer, draft, clock.wall)
    sending.work(clock=clock.clock)
    for rows in (PhoneSend.objects.all(), PhoneSendStep.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**({"text": "x"} if rows.model is PhoneSend else {"state": "delivered"}))
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)  # type: ignore[attr-defined]


def test_only_a_gateway_for_testing_carries_it_and_that_carries_no_message(
    writer: User, draft: TemplateVersion, clock: make_outbox.FixedClock
) -> None:
    settings = {"url": "https://sms.example.com/v1"}
    real = make_outbox.gateway(driver="batch_http", settings=settings)
    with pytest.raises(Refused, match="测试通道"):
        make_phone.asked(writer, draft, clock.wall)
    test = make_outbox.gateway(
        driver="batch_http", settings=settings, for_testing=True, content_classes=[]
    )
    assert in_force.gateways(clock.wall) == [real]
    assert in_force.testing_gateways(clock.wall) == [test]
    with pytest.raises(DatabaseError), transaction.atomic():
        make_outbox.gateway(for_testing=True)
    make_outbox.gateway()
    send = make_phone.asked(writer, draft, clock.wall)
    with pytest.raises(DatabaseError), transaction.atomic():
        PhoneSendStep.objects.create(send=send, state="begun", gateway=real, at=clock.wall)


def test_a_day_has_an_end_and_a_text_that_blocks_does_not_go(
    writer: User, draft: TemplateVersion, gateway: Gateway, now: datetime, settings: LazySettings
) -> None:
    settings.PHONE_SENDS_A_DAY = 2
    make_phone.asked(writer, draft, now)
    make_phone.asked(writer, draft, now)
    with pytest.raises(Refused, match="今天的次数"):
        make_phone.asked(writer, draft, now)
    tomorrow = now + timedelta(days=1)
    rude = make_messaging.version(
        state="draft", author=writer, body="还钱！不还就爆你通讯录，你全家都完蛋"
    )
    with pytest.raises(Refused, match="必须修改"):
        make_phone.asked(writer, rude, tomorrow)
    assert make_phone.asked(writer, draft, tomorrow)


def test_what_a_colleague_answers_is_about_nobody_until_the_number_is_a_customers(
    writer: User, gateway: Gateway, now: datetime
) -> None:
    bystander = make.customer(phone="+8614100000001")
    said = [
        Written(make_phone.NUMBER, "TD", now, "r1"),
        Written("+8614100000001", "好的", now, "r2"),
    ]
    [kept] = replies.take_all(said, gateway=gateway)
    assert Reply.objects.get(pk=kept).customer == bystander
    assert not Suppression.objects.exists()
    make.customer(phone=make_phone.NUMBER)
    assert len(replies.take_all([said[0]], gateway=gateway)) == 1
    assert Suppression.objects.count() == 1
