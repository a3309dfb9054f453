"""A gateway's webhooks, and a caller who signs as it does."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from messaging.gateways.batch import signing
from messaging.gateways.kannel.token import token_for
from messaging.gateways.webhooks.token import token_of
from messaging.inbound.web.limit import refusals
from messaging.models import Gateway
from tests import make_outbox

SECRET = "a carrier's secret of some length"
SIGN_IN = "huancui:a password of some length"


class Caller:
    """A batch HTTP gateway calling; `gateway` is ours of that name."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.client = Client(raise_request_exception=False)

    def post(
        self,
        webhook: str,
        body: bytes,
        *,
        secret: str = SECRET,
        age: int = 0,
        code: str = "",
        content_type: str = "application/json",
        **headers: str,
    ) -> int:
        """The status of the answer."""
        timestamp = str(int(time.time()) - age)
        path = f"/gateways/{code or self.gateway.code}/{webhook}/"
        signature = signing.sign(secret, method="POST", path=path, timestamp=timestamp, body=body)
        answer = self.client.post(
            path,
            data=body,
            content_type=content_type,
            headers={
                signing.TIMESTAMP_HEADER: timestamp,
                signing.SIGNATURE_HEADER: signature,
                **headers,
            },
        )
        return answer.status_code

    def receipts(self, *entries: Any) -> int:
        return self.post("receipts", json.dumps({"receipts": entries}).encode())

    def replies(self, *entries: Any) -> int:
        return self.post("replies", json.dumps({"replies": entries}).encode())


@pytest.fixture(autouse=True)
def _nobody_was_refused() -> None:
    """Of other tests' refusals no test hears."""
    refusals.forget()


@pytest.fixture
def carrier(db: None, monkeypatch: pytest.MonkeyPatch) -> Caller:
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", SECRET)
    return Caller(
        make_outbox.gateway(
            code="carrier",
            driver="batch_http",
            settings={"url": "https://sms.example.com"},
            credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
        )
    )


class KannelCaller:
    """An smsbox calling."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.client = Client(raise_request_exception=False)

    def receipt(self, message_id: int | str, *, token: str | None = None, **said: str) -> int:
        right = token_for(self.gateway.code, int(message_id)) if token is None else token
        query = {"m": str(message_id), "t": right, "d": "1", "a": "", "i": "", **said}
        return self.client.get(f"/gateways/{self.gateway.code}/receipts/", query).status_code

    def reply(
        self,
        body: bytes,
        *,
        sender: str = "",
        sign_in: str = SIGN_IN,
        content_type: str = 'text/plain; charset="UTF-16BE"',
        **headers: str,
    ) -> int:
        answer = self.client.post(
            f"/gateways/{self.gateway.code}/replies/",
            data=body,
            content_type=content_type,
            headers={
                "X-Kannel-From": sender,
                "X-Kannel-To": "1069",
                "X-Kannel-Time": "2026-09-15 10:30:00",
                "Authorization": f"Basic {base64.b64encode(sign_in.encode()).decode()}",
                **headers,
            },
        )
        assert answer.content == b"" or answer.status_code != 200
        return answer.status_code


@pytest.fixture
def kannel(db: None, monkeypatch: pytest.MonkeyPatch) -> KannelCaller:
    monkeypatch.setenv("HUANCUI_GATEWAY_KANNEL", SIGN_IN)
    return KannelCaller(
        make_outbox.gateway(
            code="kannel",
            driver="kannel",
            settings={
                "url": "http://127.0.0.1:13013",
                "webhook_url": "https://huancui.example.com",
            },
            credentials_ref="env:HUANCUI_GATEWAY_KANNEL",
        )
    )


class CloudCaller:
    """A cloud provider calling, at addresses that hold a token."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.client = Client(raise_request_exception=False)

    def url(self, webhook: str, *, token: str | None = None) -> str:
        right = token_of(self.gateway) if token is None else token
        return f"/gateways/{self.gateway.code}/{right}/{webhook}/"

    def post(
        self,
        webhook: str,
        body: bytes,
        *,
        token: str | None = None,
        content_type: str = "application/json",
    ) -> Any:
        """The status of the answer, and what it says."""
        answer = self.client.post(
            self.url(webhook, token=token), data=body, content_type=content_type
        )
        return answer.status_code, answer.json()

    def says(self, webhook: str, document: Any, encoding: str = "utf-8") -> Any:
        return self.post(webhook, json.dumps(document, ensure_ascii=False).encode(encoding))


def cloud_gateway(shape: str) -> Gateway:
    return make_outbox.gateway(
        code=shape,
        driver="batch_http",
        settings={"url": "https://adapter.example.com", "webhooks": shape},
        credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
    )


@pytest.fixture
def aliyun(db: None, monkeypatch: pytest.MonkeyPatch) -> CloudCaller:
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", SECRET)
    return CloudCaller(cloud_gateway("aliyun"))


@pytest.fixture
def tencent(db: None, monkeypatch: pytest.MonkeyPatch) -> CloudCaller:
    monkeypatch.setenv("HUANCUI_GATEWAY_CARRIER", SECRET)
    return CloudCaller(cloud_gateway("tencent"))


Handed = Callable[..., Any]


@pytest.fixture
def handed() -> Handed:
    """`handed(gateway, state="accepted")`: a message that went by this gateway."""
    from datetime import datetime

    from messaging.models import Message
    from tests import make

    def make_one(
        gateway: Gateway, *, state: str = "accepted", at: datetime = make.MORNING, **columns: Any
    ) -> Message:
        message = make_outbox.message(not_before=at, **columns)
        steps = ["claimed", "handing_over", state]
        for step in list(dict.fromkeys(steps))[: steps.index(state) + 1]:
            Message.objects.filter(pk=message.pk).update(
                state=step,
                gateway=gateway,
                claimed_at=at,
                handed_over_at=at,
                permit_until=at,
                body=b"x",
            )
        message.refresh_from_db()
        return message

    return make_one
