"""Which gateways have doors, and of which kind."""

from __future__ import annotations

from messaging.inbound.batch_json import BatchJson
from messaging.inbound.kannel_calls import KannelCalls
from messaging.inbound.shapes import Door
from messaging.models import Gateway

DOORS: dict[str, Door] = {"batch_http": BatchJson(), "kannel": KannelCalls()}
OPEN_TO = ("approved", "retired")
"""A retired gateway's last receipts, and opt-outs above all, still count."""


def door_of(gateway: Gateway) -> Door:
    """Raises KeyError for a driver without doors."""
    return DOORS[gateway.driver]


def find(code: str) -> Gateway | None:
    """The gateway that calls under this code, if there is one with a door."""
    return Gateway.objects.filter(code=code, driver__in=DOORS, state__in=OPEN_TO).first()
