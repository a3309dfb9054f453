"""A provider is one folder and one line: nothing else has to know of it."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.gateways.permit import Clock
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import TEXT, Setting
from messaging.gateways.registry.drivers import driver_for
from messaging.gateways.registry.providers import PROVIDERS
from messaging.gateways.webhooks import shapes
from messaging.gateways.webhooks.base import Kind, Request
from messaging.gateways.webhooks.entries import InboundReceipt, InboundReplies, Receipts
from messaging.models import Gateway, InboundRequest
from tests import make, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


class PigeonDriver(Driver):
    """Takes whatever it is given."""

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> "PigeonDriver":
        capabilities = Capabilities(
            call_size=1,
            rate_per_second=1,
            connections=1,
            receipts=True,
            query=False,
            content_classes=frozenset(gateway.content_classes),
        )
        return cls(clock=clock, capabilities=capabilities)

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        return [Outcome(out.message_id, Result.ACCEPTED) for out in call]


class PigeonWebhook:
    """Says “arrived” and the id."""

    methods = frozenset({"POST"})
    by_token = False

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        return request.header("x-ring") == str(gateway.settings["ring"])

    def seal(self, request: Request) -> bytes | None:
        return None

    def kept(self, request: Request, kind: Kind) -> bytes:
        return request.body

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        return Receipts([InboundReceipt(result="delivered", message_id=int(kept))])

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        return InboundReplies()

    def says(self, refusal: str = "") -> bytes:
        return b""


PIGEON = Provider(
    code="pigeon",
    label="Carrier pigeon",
    driver=PigeonDriver.of_gateway,
    settings=(Setting("ring", TEXT, "Number on its ring", required=True),),
    webhooks={shapes.OWN: PigeonWebhook()},
    sandbox=True,
)


@pytest.fixture(autouse=True)
def _one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "pigeon", PIGEON)


def pigeon() -> Gateway:
    return make_outbox.gateway(code="north", driver="pigeon", settings={"ring": "77"})


def test_its_settings_are_asked_for_where_a_gateway_is_drafted() -> None:
    client = Client()
    client.force_login(make.staff("administrator"))
    page = client.get(reverse("admin:gateway_new")).content.decode()
    assert "Carrier pigeon" in page
    assert "Number on its ring" in page


def test_its_driver_is_found(now: Any) -> None:
    assert isinstance(driver_for(pigeon(), FixedClock(now).clock), PigeonDriver)


@pytest.mark.parametrize(("ring", "status"), [("77", 200), ("78", 401)])
def test_its_gateways_can_call_us(ring: str, status: int) -> None:
    gateway = pigeon()
    answer = Client().post(
        f"/gateways/{gateway.code}/receipts/",
        data=b"1",
        content_type="text/plain",
        headers={"x-ring": ring},
    )
    assert answer.status_code == status
    assert InboundRequest.objects.filter(gateway=gateway).exists() == (status == 200)


def test_every_provider_stands_under_its_own_code() -> None:
    assert all(code == provider.code for code, provider in PROVIDERS.items())
    assert all(re.fullmatch(r"[a-z_]{1,20}", code) for code in PROVIDERS)
