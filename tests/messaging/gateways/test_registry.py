"""The sandbox is sealed: only its own gateway there, and never elsewhere."""

from datetime import datetime
from typing import Any

import pytest

from messaging.dispatch.loop import dispatch
from messaging.gateways import registry
from messaging.gateways.registry import NoDriver, driver_for
from messaging.gateways.sandbox import SandboxDriver
from messaging.models import Gateway, SandboxText
from tests import make_outbox
from tests.make_outbox import FixedClock


def test_in_a_sandbox_the_sandbox_driver_is_found(now: datetime) -> None:
    gateway = Gateway(code="s", driver="sandbox")
    assert isinstance(driver_for(gateway, FixedClock(now).clock), SandboxDriver)


def test_in_a_sandbox_no_other_driver_can_be_loaded(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    monkeypatch.setitem(registry.DRIVERS, "real", SandboxDriver.of_gateway)
    with pytest.raises(NoDriver, match="not for a sandbox"):
        driver_for(Gateway(code="r", driver="real"), FixedClock(now).clock)


def test_in_production_the_sandbox_driver_refuses(now: datetime, settings: Any) -> None:
    settings.SANDBOX = False
    with pytest.raises(NoDriver, match="not for production"):
        driver_for(Gateway(code="s", driver="sandbox"), FixedClock(now).clock)


def test_a_driver_that_does_not_exist_is_said_to_be_missing(now: datetime, settings: Any) -> None:
    settings.SANDBOX = False
    with pytest.raises(NoDriver, match="does not exist"):
        driver_for(Gateway(code="r", driver="carrier-pigeon"), FixedClock(now).clock)


@pytest.mark.django_db
def test_without_a_driver_messages_wait(now: datetime) -> None:
    make_outbox.gateway(driver="kannel")
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "no_driver")
    assert not SandboxText.objects.exists()
