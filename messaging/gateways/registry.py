"""Which driver a gateway uses. The sandbox is sealed here (DESIGN 4.11)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from messaging.dispatch.permit import Clock
from messaging.gateways.base import Driver
from messaging.gateways.sandbox import SandboxDriver
from messaging.models import Gateway

SANDBOX_DRIVER = "sandbox"
SANDBOX_DRIVERS = frozenset({SANDBOX_DRIVER})
DRIVERS: dict[str, Callable[[Gateway, Clock], Driver]] = {
    SANDBOX_DRIVER: SandboxDriver.of_gateway,
}


class NoDriver(LookupError):
    """This gateway's driver cannot be used here; nothing is sent through it."""


def driver_for(gateway: Gateway, clock: Clock) -> Driver:
    """The driver of a gateway. Raises NoDriver.

    In a sandbox only the sandbox driver, in production never the sandbox driver.
    """
    if (gateway.driver in SANDBOX_DRIVERS) is not settings.SANDBOX:
        where = "a sandbox" if settings.SANDBOX else "production"
        raise NoDriver(f"the driver of gateway {gateway.code} is not for {where}")
    make = DRIVERS.get(gateway.driver)
    if make is None:
        raise NoDriver(f"gateway {gateway.code} names a driver that does not exist")
    return make(gateway, clock)
