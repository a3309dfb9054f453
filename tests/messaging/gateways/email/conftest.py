"""A relay that listens, taking mails one by one or together."""

import socket
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller

from tests.messaging.gateways.email.relay import Relay


@pytest.fixture(params=[False, True], ids=["one by one", "together"])
def relay(request: pytest.FixtureRequest) -> Relay:
    return Relay(together=request.param)


@pytest.fixture
def port(relay: Relay) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    controller = Controller(relay, hostname="127.0.0.1", port=number)
    controller.start()
    yield number
    controller.stop()
