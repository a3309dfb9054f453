"""Push messages by FCM, with a token lent to a service account."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from messaging.content import lock_screen
from messaging.gateways.base import Outgoing, Result
from messaging.gateways.codes import Meaning, meaning
from messaging.gateways.fcm.driver import FcmDriver
from messaging.gateways.permit import issue
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import AccessToken, Gateway
from tests import make, make_outbox
from tests.make_outbox import FixedClock
from tests.providers import fcm
from tests.providers.server import running

pytestmark = pytest.mark.django_db
DEVICE = "cZ8-device-token"
CONTENT = {
    "title": "安和",
    "body": "您有一条新消息，请打开应用查看。",
    "link": "https://an.example",
}


@pytest.fixture
def server() -> Iterator[fcm.Fcm]:
    with running(fcm.Fcm()) as app:
        assert isinstance(app, fcm.Fcm)
        yield app


@pytest.fixture
def gateway(server: fcm.Fcm, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setitem(PROVIDERS, "fcm", replace(PROVIDERS["fcm"], sandbox=True))
    monkeypatch.setenv("HUANCUI_GATEWAY_FCM", fcm.account_file())
    return make_outbox.gateway(
        code="fcm",
        driver="fcm",
        channel="push",
        settings={"url": server.url, "sign_in_url": f"{server.url}/token", "connections": 1},
        credentials_ref="env:HUANCUI_GATEWAY_FCM",
        timeout_seconds=1,
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(make.MORNING)


Send = Callable[..., Any]


@pytest.fixture
def send(gateway: Gateway, clock: FixedClock) -> Send:
    driver = FcmDriver.of_gateway(gateway, clock.clock)

    def sent(*, minutes: float = 60, **columns: Any) -> Any:
        end = clock.wall + timedelta(minutes=minutes)
        out = Outgoing(7, DEVICE, "【安和】您逾期了", end, **{"content": CONTENT, **columns})
        late = clock.wall + timedelta(hours=3)
        [outcome] = driver.send([out], issue(window_end=late, timeout_seconds=1, clock=clock.clock))
        return outcome

    return sent


def test_a_push_message_tells_of_no_debt_and_ends_with_the_window(
    send: Send, server: fcm.Fcm
) -> None:
    outcome = send()
    assert (outcome.result, outcome.gateway_ref) == (Result.ACCEPTED, "0:1%1")
    [message] = server.sent
    assert message["token"] == DEVICE
    assert message["notification"] == {"title": CONTENT["title"], "body": CONTENT["body"]}
    assert message["data"] == {"id": "7", "link": CONTENT["link"]}
    assert message["android"]["ttl"] == "3600s"
    assert "逾期" not in str(message)


def test_a_title_that_tells_of_a_debt_never_leaves(send: Send, server: fcm.Fcm) -> None:
    send(content={**CONTENT, "title": "还款提醒"}, language="zh-hans")
    send(content={**CONTENT, "body": "您的贷款已逾期5天"}, language="en")
    send(content={**CONTENT, "title": "还款提醒", "agreed": "no"})
    said = [each["notification"] for each in server.sent]
    assert said[0] == {"title": "安和", "body": CONTENT["body"]}
    assert said[1]["body"] == "You have a new message. Open the app to read it."
    assert said[2]["title"] == "安和"


def test_who_agreed_to_it_sees_on_a_locked_phone_what_was_approved(
    send: Send, server: fcm.Fcm
) -> None:
    told = {"title": "还款提醒", "body": "您的贷款已逾期5天"}
    send(content={**CONTENT, **told, lock_screen.AGREED: lock_screen.YES})
    assert server.sent[0]["notification"] == told


def test_what_would_come_after_the_window_is_not_begun(send: Send, server: fcm.Fcm) -> None:
    assert send(minutes=0).result == Result.NOT_BEGUN
    assert not server.sent


def test_a_message_without_a_title_is_not_sent(send: Send, server: fcm.Fcm) -> None:
    outcome = send(content={"body": "x"})
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "field_missing")
    assert not server.sent


def test_the_token_is_drawn_once_and_again_when_it_ends(
    send: Send, server: fcm.Fcm, clock: FixedClock
) -> None:
    send()
    send()
    assert server.draws == 1
    clock.passes(3600)
    send()
    assert server.draws == 2
    server.lent.clear()
    clock.passes(120)
    assert send().result == Result.ACCEPTED
    assert server.draws == 3
    assert "ya29" not in str(AccessToken.objects.values_list("token").query)


@pytest.mark.parametrize(
    ("code", "result", "means"),
    [
        ("UNREGISTERED", Result.REFUSED, Meaning.GONE),
        ("SENDER_ID_MISMATCH", Result.REFUSED, Meaning.GONE),
        ("INVALID_ARGUMENT", Result.REFUSED, Meaning.NOTHING),
        ("QUOTA_EXCEEDED", Result.RETRY, Meaning.NOTHING),
        ("UNAVAILABLE", Result.RETRY, Meaning.NOTHING),
        ("INTERNAL", Result.UNKNOWN, Meaning.NOTHING),
    ],
)
def test_each_documented_error_ends_as_it_must(
    send: Send, server: fcm.Fcm, code: str, result: Result, means: Meaning
) -> None:
    server.codes = [code]
    outcome = send()
    assert (outcome.result, outcome.error_code) == (result, code)
    assert meaning(outcome.error_code) == means


def test_apples_key_that_ended_is_ours(send: Send, server: fcm.Fcm, clock: FixedClock) -> None:
    send()
    clock.passes(300)
    server.codes = ["THIRD_PARTY_AUTH_ERROR", "THIRD_PARTY_AUTH_ERROR"]
    outcome = send()
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "THIRD_PARTY_AUTH_ERROR")


@pytest.mark.parametrize("fault", ["hang", "cut", "close", "garbage", "500", "503"])
def test_an_answer_that_does_not_come_whole_leaves_it_unknown(
    send: Send, server: fcm.Fcm, fault: str
) -> None:
    send()
    server.faults = [fault]
    assert send().result == Result.UNKNOWN
    assert len(server.sent) == 2


def test_bad_credentials_send_nothing_and_stand_in_no_log(
    send: Send, server: fcm.Fcm, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HUANCUI_GATEWAY_FCM", fcm.account_file(client_email="other@example.com"))
    assert send().error_code == "token_invalid_grant"
    for broken in ("{}", "no json at all, long enough", fcm.account_file(private_key="x")):
        monkeypatch.setenv("HUANCUI_GATEWAY_FCM", broken + " " * 20)
        assert send().error_code == "no_credentials"
    assert "PRIVATE KEY" not in caplog.text
    assert DEVICE not in caplog.text
    assert not server.sent
