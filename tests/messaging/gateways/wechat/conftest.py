"""A WeChat account: its reference server, a gateway to it, somebody who follows it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.keys import keyring
from accounts.models import ContactPoint
from messaging.gateways.base import Outgoing
from messaging.gateways.permit import issue
from messaging.gateways.registry.providers import PROVIDERS
from messaging.gateways.wechat.driver import WechatDriver
from messaging.models import Gateway
from tests import make, make_filed, make_outbox
from tests.make_outbox import FixedClock
from tests.providers import wechat
from tests.providers.server import running

OPENID = "oABCD1234efgh5678"
CONTENT = {"amount_due": "1,234.56元", "lender": "安和消费金融", "link": "https://an.example/k"}


@pytest.fixture
def server() -> Iterator[wechat.Wechat]:
    with running(wechat.Wechat()) as app:
        assert isinstance(app, wechat.Wechat)
        yield app


@pytest.fixture
def gateway(db: None, server: wechat.Wechat, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setitem(PROVIDERS, "wechat", replace(PROVIDERS["wechat"], sandbox=True))
    monkeypatch.setenv("HUANCUI_GATEWAY_WECHAT", wechat.CREDENTIALS)
    return make_outbox.gateway(
        code="wechat",
        driver="wechat",
        channel="wechat",
        settings={
            "url": server.url,
            "app_id": wechat.APP_ID,
            "template_id": "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY",
            "fields": "thing1=lender, amount2=amount_due",
            "connections": 1,
        },
        credentials_ref="env:HUANCUI_GATEWAY_WECHAT",
        timeout_seconds=1,
    )


Send = Callable[..., Any]


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


@pytest.fixture
def send(gateway: Gateway, clock: FixedClock) -> Send:
    """`send(content=…)`: one card handed over; the outcome."""
    driver = WechatDriver.of_gateway(gateway, clock.clock)

    def sent(message_id: int = 7, **columns: Any) -> Any:
        end = make_filed.NOT_AFTER
        out = Outgoing(
            message_id=message_id, address=OPENID, text="…", not_after=end,
            **{"content": CONTENT, **columns},
        )  # fmt: skip
        own = issue(
            window_end=clock.wall + (end - make.MORNING), timeout_seconds=1, clock=clock.clock
        )
        [outcome] = driver.send([out], own)
        return outcome

    return sent


@pytest.fixture
def follower() -> ContactPoint:
    loan = make.loan()
    keys = keyring()
    return ContactPoint.objects.create(
        customer=loan.customer,
        channel="wechat",
        address=OPENID,
        address_index=keys.blind_index(OPENID, "contact_point.address"),
        address_hash=keys.suppression_hash(OPENID, "wechat"),
        seen_at=make.MORNING,
    )


Calls = Callable[..., Any]


@pytest.fixture
def calls(gateway: Gateway) -> Calls:
    """`calls(document, age=…)`: WeChat calling us; status and body of our answer."""
    client = Client(raise_request_exception=False)

    def called(document: str, *, kind: str = "replies", **how: Any) -> Any:
        query, body = wechat.call(document, **how)
        answer = client.post(
            f"/gateways/wechat/{kind}/?{query}", data=body, content_type="text/xml"
        )
        return answer.status_code, answer.content

    return called
