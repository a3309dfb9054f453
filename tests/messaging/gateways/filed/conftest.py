"""A carrier of either kind, what it has on file, and a driver to it that asks no database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from messaging.gateways.filed import stored
from messaging.gateways.filed.driver import FiledDriver
from messaging.gateways.filed.rulings import FiledText
from messaging.gateways.registry.providers import PROVIDERS
from tests import make, make_filed
from tests.make_outbox import FixedClock
from tests.providers.server import running

MakeDriver = Callable[..., FiledDriver]


@pytest.fixture(params=["aliyun", "tencent"])
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(code: str) -> Iterator[Any]:
    with running(make_filed.SERVERS[code]()) as running_server:
        yield running_server


@pytest.fixture
def driver(code: str, server: Any, monkeypatch: pytest.MonkeyPatch) -> MakeDriver:
    make_filed.allow(monkeypatch, code)
    on_file = FiledText(make_filed.known(server, code, body=make_filed.BODY), make_filed.BODY)
    monkeypatch.setattr(
        stored, "passed_texts", lambda _pk, versions: {v: on_file for v in versions if v == 5}
    )

    def made(**settings: Any) -> Any:
        gateway = make_filed.unsaved(code, server, **settings)
        return PROVIDERS[code].driver(gateway, FixedClock(make.MORNING).clock)

    return made
