"""docs/providers.md adds a provider: its code is run, a message goes out by it and is reported."""

import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from messaging.gateways.base import Outgoing, Result
from messaging.gateways.registry.drivers import driver_for
from messaging.gateways.registry.providers import PROVIDERS
from messaging.inbound.requests import work as requests
from messaging.models import Gateway, Message, Suppression
from tests import make_outbox
from tests.make_outbox import FixedClock
from tests.messaging.conftest import Handed
from tests.messaging.gateways.conftest import NOT_AFTER, permit
from tests.providers.server import Asked, ReferenceServer, running

pytestmark = pytest.mark.django_db
SECRET = "a heron's secret of some length"


@dataclass
class Heron(ReferenceServer):
    texts: list[dict[str, str]] = field(default_factory=list)
    says: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.headers["authorization"] != f"Bearer {SECRET}":
            return 401, {"error": "who_is_that"}
        if self.says:
            return self.says.pop(0)
        self.texts.append(asked.json())
        return 200, {"ref": f"h-{len(self.texts)}"}


@pytest.fixture
def server() -> Iterator[Heron]:
    with running(Heron()) as app:
        assert isinstance(app, Heron)
        yield app


@pytest.fixture
def gateway(server: Heron, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    page = Path("docs/providers.md").read_text("utf-8")
    namespace: dict[str, Any] = {"__name__": "heron"}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, namespace)
    monkeypatch.setitem(PROVIDERS, "heron", replace(namespace["PROVIDER"], sandbox=True))
    monkeypatch.setenv("HUANCUI_GATEWAY_HERON", SECRET)
    return make_outbox.gateway(
        code="heron",
        driver="heron",
        settings={"url": server.url, "connections": 1},
        credentials_ref="env:HUANCUI_GATEWAY_HERON",
        timeout_seconds=1,
    )


def hand_over(gateway: Gateway, now: Any) -> Any:
    driver = driver_for(gateway, FixedClock(now).clock)
    out = Outgoing(7, "+8614100000001", "【安和】您好", NOT_AFTER)
    [outcome] = driver.send([out], permit(now))
    return outcome


def test_a_text_goes_out_by_it(gateway: Gateway, server: Heron, now: Any) -> None:
    outcome = hand_over(gateway, now)
    assert (outcome.result, outcome.gateway_ref) == (Result.ACCEPTED, "h-1")
    assert server.texts == [{"id": "7", "to": "+8614100000001", "text": "【安和】您好"}]


@pytest.mark.parametrize(
    ("status", "error", "result"),
    [
        (422, "no_such_number", Result.REFUSED),
        (429, "slow_down", Result.RETRY),
        (500, "", Result.UNKNOWN),
    ],
)
def test_its_errors_end_as_they_must(
    gateway: Gateway, server: Heron, now: Any, status: int, error: str, result: Result
) -> None:
    server.says = [(status, {"error": error})]
    assert hand_over(gateway, now).result == result


def test_it_reports_and_brings_replies(gateway: Gateway, handed: Handed, now: Any) -> None:
    message = handed(gateway)

    def told(what: str, entries: list[dict[str, Any]], secret: str = SECRET) -> int:
        body = json.dumps(entries).encode()
        signed = hmac.digest(secret.encode(), body, "sha256").hex()
        answer = Client().post(
            f"/gateways/heron/{what}/",
            data=body,
            content_type="application/json",
            headers={"X-Heron-Signature": signed},
        )
        return answer.status_code

    assert told("receipts", [{"id": message.pk, "state": "delivered"}], secret="guess") == 401
    assert told("receipts", [{"id": message.pk, "state": "delivered"}]) == 200
    requests.work(now=now)
    assert Message.objects.get(pk=message.pk).state == "delivered"
    assert told("replies", [{"from": message.contact_point.address, "text": "TD"}]) == 200
    assert Suppression.objects.exists()
