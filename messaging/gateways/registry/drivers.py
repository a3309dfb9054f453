"""Which driver a gateway uses. The sandbox is sealed here (DESIGN 4.11)."""

from __future__ import annotations

import os
import threading

from django.conf import settings

from messaging.gateways.base import Driver
from messaging.gateways.options import BadSettings
from messaging.gateways.permit import Clock
from messaging.gateways.provider.record import Provider
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway

_Made = tuple[object, ...]
# One driver per gateway and process, so that its connections are used again. A driver that is
# replaced ends its threads and connections when the last call that uses it is over.
_kept: dict[int, tuple[_Made, Driver]] = {}
_keeping = threading.Lock()


class NoDriver(LookupError):
    """This gateway's driver cannot be used here; nothing is sent through it."""


def driver_for(gateway: Gateway, clock: Clock) -> Driver:
    """The driver of a gateway. Raises NoDriver.

    In a sandbox only the sandbox driver, in production never the sandbox driver.
    """
    provider = PROVIDERS.get(gateway.driver)
    if provider is None:
        raise NoDriver(f"gateway {gateway.code} names a driver that does not exist")
    if provider.sandbox is not settings.SANDBOX:
        where = "a sandbox" if settings.SANDBOX else "production"
        raise NoDriver(f"the driver of gateway {gateway.code} is not for {where}")
    if provider.channel != gateway.channel:
        raise NoDriver(f"gateway {gateway.code} and its driver are of two channels")
    if not provider.keeps_driver:
        return _make(provider, gateway, clock)
    with _keeping:
        made_from = _made_from(gateway, clock)
        kept = _kept.get(gateway.pk)
        if kept is None or kept[0] != made_from:
            kept = _kept[gateway.pk] = (made_from, _make(provider, gateway, clock))
        return kept[1]


def problem(gateway: Gateway, clock: Clock) -> str:
    """Why a gateway's settings cannot be used, as a sentence; empty when they can."""
    provider = PROVIDERS.get(gateway.driver)
    try:
        if provider is not None:
            provider.driver(gateway, clock)
    except BadSettings as error:
        return str(error)
    return ""


def forget() -> None:
    """Keep no driver: a child process must not use its parent's connections, nor its lock."""
    global _keeping
    _kept.clear()
    _keeping = threading.Lock()


def _make(provider: Provider, gateway: Gateway, clock: Clock) -> Driver:
    try:
        return provider.driver(gateway, clock)
    except BadSettings as error:
        raise NoDriver(f"gateway {gateway.code}: {error}") from None


def _made_from(gateway: Gateway, clock: Clock) -> _Made:
    """Everything that was approved of it, and not only its number, which a test may use again."""
    return (
        gateway.code,
        gateway.driver,
        repr(gateway.settings),
        gateway.credentials_ref,
        gateway.rate_per_second,
        gateway.timeout_seconds,
        tuple(gateway.content_classes),
        clock,
    )


os.register_at_fork(after_in_child=forget)
