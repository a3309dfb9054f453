"""The sandbox is sealed: only its own gateway there, and never elsewhere."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from messaging.dispatch.loop import dispatch
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.gateways.registry.providers import PROVIDERS
from messaging.gateways.sandbox.driver import SandboxDriver
from messaging.models import Gateway, SandboxText
from tests import make_outbox
from tests.make_outbox import FixedClock


def test_in_a_sandbox_the_sandbox_driver_is_found(now: datetime) -> None:
    gateway = Gateway(code="s", driver="sandbox")
    assert isinstance(driver_for(gateway, FixedClock(now).clock), SandboxDriver)


def test_in_a_sandbox_no_other_driver_can_be_loaded(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    real = replace(PROVIDERS["sandbox"], code="real", sandbox=False)
    monkeypatch.setitem(PROVIDERS, "real", real)
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


def test_a_gateway_of_another_channel_than_its_driver_has_none(now: datetime) -> None:
    with pytest.raises(NoDriver, match="two channels"):
        driver_for(Gateway(code="s", driver="sandbox", channel="email"), FixedClock(now).clock)


@pytest.mark.django_db
def test_without_a_driver_messages_wait(now: datetime) -> None:
    make_outbox.gateway(driver="kannel")
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("queued", "no_driver")
    assert not SandboxText.objects.exists()


def carrier(**columns: Any) -> Gateway:
    return Gateway(
        **{
            "pk": 1,
            "code": "carrier",
            "driver": "batch_http",
            "settings": {"url": "https://sms.example.com"},
            "credentials_ref": "env:HUANCUI_GATEWAY_CARRIER",
            **columns,
        }
    )


def test_a_driver_is_kept_so_that_its_connections_are(now: datetime, settings: Any) -> None:
    settings.SANDBOX = False
    clock = FixedClock(now).clock
    assert driver_for(carrier(), clock) is driver_for(carrier(), clock)


def test_another_gateway_under_the_same_number_gets_a_driver_of_its_own(
    now: datetime, settings: Any
) -> None:
    settings.SANDBOX = False
    clock = FixedClock(now).clock
    kept = driver_for(carrier(), clock)
    for changed in (
        {"code": "other"},
        {"settings": {"url": "https://sms.example.org"}},
        {"credentials_ref": "env:HUANCUI_GATEWAY_OTHER"},
        {"rate_per_second": 7},
        {"timeout_seconds": 7},
    ):
        assert driver_for(carrier(**changed), clock) is not kept
    assert driver_for(carrier(), FixedClock(now).clock) is not kept


def test_a_replaced_driver_ends_its_threads(now: datetime, settings: Any) -> None:
    settings.SANDBOX = False
    kept = driver_for(carrier(), FixedClock(now).clock)
    assert kept._pool is not None
    kept._pool.submit(int).result()
    threads = list(kept._pool._threads)
    del kept
    driver_for(carrier(), FixedClock(now).clock)
    for thread in threads:
        thread.join(timeout=5)
        assert not thread.is_alive()


def test_the_sandbox_driver_is_never_kept(now: datetime) -> None:
    clock = FixedClock(now).clock
    gateway = Gateway(pk=1, code="s", driver="sandbox")
    assert driver_for(gateway, clock) is not driver_for(gateway, clock)


def test_settings_that_cannot_be_used_are_no_driver(now: datetime, settings: Any) -> None:
    settings.SANDBOX = False
    with pytest.raises(NoDriver, match="carrier: “url” must begin with https"):
        driver_for(carrier(settings={"url": "http://sms.example.com"}), FixedClock(now).clock)
