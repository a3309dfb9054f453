"""A lender's own app: what it is handed, and what it tells."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import ContactPoint, Customer
from messaging.content import lock_screen
from messaging.gateways.app.driver import AppDriver
from messaging.gateways.app.shown import shown
from messaging.gateways.base import Outgoing, Result
from messaging.gateways.batch import signing
from messaging.gateways.webhooks.token import token_of
from messaging.inbound.requests import work as requests
from messaging.models import Gateway, InboundRequest, Message, Receipt, Suppression
from tests import make, make_outbox
from tests.gateway_server.handle import TEST_SECRET, GatewayServer
from tests.make_outbox import FixedClock
from tests.messaging.conftest import SECRET, Handed
from tests.messaging.gateways.conftest import NOT_AFTER, permit

pytestmark = pytest.mark.django_db
DEVICE = "dev-1:APA91b-device"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setenv("HUANCUI_GATEWAY_APP", SECRET)
    return make_outbox.gateway(
        code="app",
        driver="app_push",
        channel="push",
        settings={"url": "https://app.example.com"},
        credentials_ref="env:HUANCUI_GATEWAY_APP",
    )


Tell = Callable[..., int]


@pytest.fixture
def tell(gateway: Gateway) -> Tell:
    """`tell("devices", [{…}])`: the app's server calling; the status of our answer."""

    def told(what: str, entries: Any, *, secret: str = SECRET, age: int = 0) -> int:
        body, path = json.dumps({what: entries}).encode(), f"/gateways/app/{what}/"
        timestamp = str(int(time.time()) - age)
        signature = signing.sign(secret, method="POST", path=path, timestamp=timestamp, body=body)
        headers = {signing.TIMESTAMP_HEADER: timestamp, signing.SIGNATURE_HEADER: signature}
        return (
            Client()
            .post(path, data=body, content_type="application/json", headers=headers)
            .status_code
        )

    return told


def on(device: str, *, now: datetime) -> list[tuple[int, str]]:
    requests.work(now=now)
    points = ContactPoint.objects.filter(channel="push").order_by("pk")
    return [(p.customer_id, p.state) for p in points if p.address == device]


def test_the_app_is_handed_the_lock_screen_and_not_the_text(
    server: GatewayServer, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setenv("HUANCUI_GATEWAY_APP", TEST_SECRET)
    gateway = Gateway(
        code="app",
        driver="app_push",
        settings={"url": server.url, "connections": 1},
        credentials_ref="env:HUANCUI_GATEWAY_APP",
        timeout_seconds=2,
        rate_per_second=1000,
        content_classes=["collection_service"],
    )
    driver = AppDriver.of_gateway(gateway, FixedClock(now).clock)
    content = {"title": "安和", "body": "您有一条新消息。", "link": "https://an.example"}
    out = Outgoing(901, DEVICE, "【安和】您已逾期", NOT_AFTER, content=content)
    assert {**driver.entry(out)} == {
        "id": "901",
        "to": DEVICE,
        "not_after": "2026-09-15T14:00:00Z",
        "class": "",
        **content,
    }
    [outcome] = driver.send([out], permit(now))
    assert outcome.result == Result.ACCEPTED
    assert server.messages()[-1]["text"] == ""


def test_whatever_a_message_was_given_the_screen_tells_of_no_debt(now: datetime) -> None:
    content = {"title": "还款提醒", "body": "您已逾期 3 天", "agreed": "1"}
    out = Outgoing(901, DEVICE, "【安和】您已逾期", NOT_AFTER, content=content)
    assert shown(out) == ("安和", lock_screen.BODIES["zh-hans"])


def test_a_device_becomes_an_address_of_its_customer(tell: Tell, now: datetime) -> None:
    customer = make.customer()
    assert tell("devices", [{"customer_no": customer.customer_no, "address": DEVICE}]) == 200
    assert on(DEVICE, now=now) == [(customer.pk, "active")]
    tell("devices", [{"customer_no": customer.customer_no, "address": DEVICE, "x": 1}])
    assert on(DEVICE, now=now) == [(customer.pk, "active")]


def test_who_signs_in_on_a_device_takes_it_over(tell: Tell, now: datetime) -> None:
    first, second = make.customer(), make.customer()
    tell("devices", [{"customer_no": first.customer_no, "address": DEVICE}])
    requests.work(now=now)
    tell("devices", [{"customer_no": second.customer_no, "address": DEVICE}])
    assert on(DEVICE, now=now) == [(first.pk, "retired"), (second.pk, "active")]


def test_a_device_that_is_gone_is_given_up_and_comes_back(tell: Tell, now: datetime) -> None:
    customer = make.customer()
    tell("devices", [{"customer_no": customer.customer_no, "address": DEVICE}])
    tell("devices", [{"address": DEVICE, "gone": True}])
    assert on(DEVICE, now=now) == [(customer.pk, "unreachable")]
    tell("devices", [{"customer_no": customer.customer_no, "address": DEVICE, "again": 1}])
    assert on(DEVICE, now=now) == [(customer.pk, "active")]


def test_a_stranger_and_a_broken_entry_add_nothing(tell: Tell, now: datetime) -> None:
    entries = [{"customer_no": "nobody", "address": DEVICE}, {"address": ""}, 7, {"gone": True}]
    assert tell("devices", entries) == 200
    assert on(DEVICE, now=now) == []
    assert InboundRequest.objects.get().state == "failed"  # for a person to look at
    assert Customer.objects.count() == 0


@pytest.mark.parametrize("how", [{"secret": "another secret, of some length"}, {"age": 301}])
def test_a_call_that_is_not_its_own_is_turned_away(tell: Tell, how: Any) -> None:
    assert tell("devices", [], **how) == 401


def test_a_gateway_of_texts_tells_of_no_devices(db: None) -> None:
    make_outbox.gateway(
        code="sms", driver="batch_http", settings={"url": "https://sms.example.com"}
    )
    assert Client().post("/gateways/sms/devices/").status_code == 404


def test_opened_is_delivered_and_read(
    tell: Tell, gateway: Gateway, handed: Handed, now: datetime
) -> None:
    message = handed(gateway)
    assert tell("receipts", [{"id": str(message.pk), "status": "opened"}]) == 200
    requests.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.read_at) == ("delivered", now)
    tell("receipts", [{"id": str(message.pk), "status": "opened", "again": 1}])
    requests.work(now=now + timedelta(hours=1))
    assert Message.objects.get(pk=message.pk).read_at == now
    assert set(Receipt.objects.values_list("result", flat=True)) == {"read"}


def test_an_opt_out_in_the_app_is_in_force_when_it_is_answered(tell: Tell, now: datetime) -> None:
    customer = make.customer()
    tell("devices", [{"customer_no": customer.customer_no, "address": DEVICE}])
    requests.work(now=now)
    assert tell("replies", [{"from": DEVICE, "text": "退订", "ref": "1"}]) == 200
    stopped = Suppression.objects.get()
    point = ContactPoint.objects.get(channel="push")
    assert (stopped.channel, bytes(stopped.address_hash)) == ("push", bytes(point.address_hash))


def test_where_nobody_signs_the_address_holds_a_token(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setenv("HUANCUI_GATEWAY_FCM", "x" * 40)
    gateway = make_outbox.gateway(
        code="fcm", driver="fcm", channel="push", credentials_ref="env:HUANCUI_GATEWAY_FCM"
    )
    customer = make.customer()
    body = {"devices": [{"customer_no": customer.customer_no, "address": DEVICE}]}
    client = Client()
    for token, status in (("guess", 401), (token_of(gateway), 200)):
        answer = client.post(
            f"/gateways/fcm/{token}/devices/", data=body, content_type="application/json"
        )
        assert answer.status_code == status
    assert on(DEVICE, now=now) == [(customer.pk, "active")]


def test_a_locked_phone_is_looked_at_again_unless_the_customer_agreed() -> None:
    words = {"title": "安和的还款提醒", "body": "本期应还￥1,234.56"}

    def screen(**more: str) -> tuple[str, str]:
        return shown(
            Outgoing(
                message_id=1,
                address=DEVICE,
                text="【安和】本期应还￥1,234.56",
                not_after=NOT_AFTER,
                content={**words, **more},
            )
        )

    assert screen() == ("安和", lock_screen.BODIES["zh-hans"])
    assert screen(**{lock_screen.AGREED: lock_screen.YES}) == (words["title"], words["body"])
