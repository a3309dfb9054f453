"""A reference gateway in a process of its own, and drivers that speak to it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from messaging.gateways import permit as permits
from messaging.gateways.base import Outgoing
from messaging.gateways.batch.driver import BatchHttpDriver
from messaging.gateways.permit import Permit
from messaging.models import Gateway
from tests.gateway_server.handle import TEST_SECRET, GatewayServer, running_server
from tests.make_outbox import FixedClock

SECRET_VARIABLE = "HUANCUI_GATEWAY_TEST"
NOT_AFTER = datetime(2026, 9, 15, 14, 0, tzinfo=UTC)

MakeDriver = Callable[..., BatchHttpDriver]


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayServer]:
    with running_server(tmp_path_factory.mktemp("gateway") / "log.jsonl") as server:
        yield server


@pytest.fixture
def server(_server: GatewayServer) -> Iterator[GatewayServer]:
    """Without faults at first; its log holds only this test's messages."""
    _server.log.write_text("")
    yield _server
    _server.control(faults={}, next=[], seed=0)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the gateway's credentials are."""
    monkeypatch.setenv(SECRET_VARIABLE, TEST_SECRET)
    return f"env:{SECRET_VARIABLE}"


@pytest.fixture
def driver(server: GatewayServer, secret: str, now: datetime) -> MakeDriver:
    """`driver(call_size=…, connections=…, timeout_seconds=…)` to the reference server."""

    def make(*, timeout_seconds: int = 2, url: str = "", **settings: Any) -> BatchHttpDriver:
        gateway = Gateway(
            code="carrier",
            driver="batch_http",
            settings={"url": url or server.url, "connections": 1, **settings},
            credentials_ref=secret,
            timeout_seconds=timeout_seconds,
            rate_per_second=1000,
            content_classes=["collection_service"],
        )
        return BatchHttpDriver.of_gateway(gateway, FixedClock(now).clock)

    return make


_ids = iter(range(1_000_001, 2_000_000))


def texts(count: int) -> list[Outgoing]:
    """Messages under ids no other test uses."""
    return [
        Outgoing(
            message_id=next(_ids),
            address=f"+861410000{n:04d}",
            text=f"【安和消费金融】第{n}条：您的账单已到期。",
            not_after=NOT_AFTER,
            content_class="collection_service",
        )
        for n in range(count)
    ]


def permit(now: datetime) -> Permit:
    return permits.issue(
        window_end=now + timedelta(hours=3), timeout_seconds=2, clock=FixedClock(now).clock
    )


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What is wrong with settings is said in the language of whoever reads it; here, in English."""
    with override("en"):
        yield
