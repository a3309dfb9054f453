"""Cards by a WeChat account, with one lent token for everybody."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from messaging.gateways.base import Result
from messaging.gateways.codes import Meaning, meaning
from messaging.gateways.wechat import errors
from messaging.gateways.wechat.driver import WechatDriver
from messaging.models import AccessToken, Gateway
from tests.make_outbox import FixedClock
from tests.messaging.gateways.wechat.conftest import OPENID, Send
from tests.providers.wechat import Wechat

pytestmark = pytest.mark.django_db
OURS = (40013, 40037, 40125, 40164, 48001)
"""Of the account: its id, its template, its secret, its addresses, its rights."""


def test_a_card_carries_its_fields_and_its_link(send: Send, server: Wechat) -> None:
    outcome = send()
    assert (outcome.result, outcome.gateway_ref) == (Result.ACCEPTED, "200228333")
    [card] = server.sent
    assert card["touser"] == OPENID
    assert card["data"] == {"thing1": {"value": "安和消费金融"}, "amount2": {"value": "1,234.56元"}}
    assert card["url"] == "https://an.example/k"
    assert card["client_msg_id"] == "7"


def test_a_card_with_a_hole_is_not_sent(send: Send, server: Wechat) -> None:
    outcome = send(content={"lender": "安和"})
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "field_missing")
    assert not server.sent


def test_the_token_is_drawn_once_and_shared(
    send: Send, gateway: Gateway, server: Wechat, clock: FixedClock
) -> None:
    send()
    send(8)
    other = WechatDriver.of_gateway(gateway, clock.clock)  # as in another process
    assert other.is_up()
    assert server.draws == [False]
    clock.passes(7200)
    send(9)
    assert server.draws == [False, False]


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_an_ended_token_is_drawn_anew_once(
    send: Send, server: Wechat, clock: FixedClock, code: int
) -> None:
    send()
    clock.passes(300)
    server.codes = [code]
    assert send(8).result == Result.ACCEPTED
    assert server.draws == [False, True]
    clock.passes(300)
    server.codes = [code, code]
    assert send(9).result == Result.RETRY
    assert server.draws == [False, True, True]


def test_a_token_refused_as_soon_as_it_was_drawn_is_not_drawn_all_day(
    send: Send, server: Wechat
) -> None:
    server.codes = [40001]
    outcome = send()
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "token_refused")
    assert server.draws == [False]


def test_what_another_process_drew_is_taken_over(
    send: Send, server: Wechat, clock: FixedClock
) -> None:
    send()
    clock.passes(300)
    server.lent = "token-of-another"
    row = AccessToken.objects.get()
    row.token = "token-of-another"
    row.save()
    assert send(8).result == Result.ACCEPTED
    assert server.draws == [False]


def expected() -> Iterator[tuple[int, Result, Meaning]]:
    yield from ((code, Result.REFUSED, Meaning.GONE) for code in errors.NOT_THIS_PERSON)
    yield from ((code, Result.REFUSED, Meaning.NOTHING) for code in errors.THIS_MESSAGE)
    yield from ((code, Result.RETRY, Meaning.NOTHING) for code in errors.LATER)
    yield from ((code, Result.RETRY, Meaning.NOTHING) for code in OURS)
    yield -1, Result.UNKNOWN, Meaning.NOTHING


@pytest.mark.parametrize(("code", "result", "means"), sorted(expected()))
def test_each_documented_code_ends_as_it_must(
    send: Send, server: Wechat, code: int, result: Result, means: Meaning
) -> None:
    server.codes = [code]
    outcome = send()
    assert outcome.result == result
    assert meaning(outcome.error_code) == means


@pytest.mark.parametrize("fault", ["hang", "cut", "close", "garbage", "500"])
def test_an_answer_that_does_not_come_whole_leaves_it_unknown(
    send: Send, server: Wechat, fault: str
) -> None:
    send()
    server.faults = [fault]
    assert send(8).result == Result.UNKNOWN
    assert len(server.sent) == 2


@pytest.mark.parametrize("fault", ["close", "garbage", "500"])
def test_without_a_token_nothing_is_sent(send: Send, server: Wechat, fault: str) -> None:
    server.faults = [fault]
    assert send().result == Result.RETRY
    assert not server.sent


def test_a_wrong_secret_sends_nothing_and_stands_in_no_log(
    send: Send, server: Wechat, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HUANCUI_GATEWAY_WECHAT", f"a wrong one:t:{'x' * 43}")
    assert send().error_code == "token_40125"
    monkeypatch.setenv("HUANCUI_GATEWAY_WECHAT", "no colons in this secret")
    assert send().error_code == "no_credentials"
    assert "a wrong one" not in caplog.text
    assert OPENID not in caplog.text
    assert not server.sent
