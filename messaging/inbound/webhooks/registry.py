"""Which gateways have doors, and of which shape."""

from __future__ import annotations

from messaging.gateways.door_shapes import ALIYUN, OWN, TENCENT, shape_of
from messaging.gateways.options import BadSettings
from messaging.inbound.webhooks.aliyun import AliyunCalls
from messaging.inbound.webhooks.base import Door
from messaging.inbound.webhooks.batch import BatchJson
from messaging.inbound.webhooks.kannel import KannelCalls
from messaging.inbound.webhooks.tencent import TencentCalls
from messaging.models import Gateway

DOORS: dict[tuple[str, str], Door] = {
    ("batch_http", OWN): BatchJson(),
    ("batch_http", ALIYUN): AliyunCalls(),
    ("batch_http", TENCENT): TencentCalls(),
    ("kannel", OWN): KannelCalls(),
}
"""By driver and shape."""
OPEN_TO = ("approved", "retired")
"""A retired gateway's last receipts, and opt-outs above all, still count."""


class NoDoor(LookupError):
    """This gateway cannot call us."""


def door_of(gateway: Gateway) -> Door:
    """Raises NoDoor."""
    try:
        return DOORS[gateway.driver, shape_of(gateway.settings)]
    except (KeyError, BadSettings):
        raise NoDoor(gateway.code) from None


def find(code: str) -> tuple[Gateway, Door]:
    """The gateway that calls under this code, and its door. Raises NoDoor."""
    known = Gateway.objects.only("code", "driver", "settings", "credentials_ref")
    gateway = known.filter(code=code, state__in=OPEN_TO).first()
    if gateway is None:
        raise NoDoor(code)
    return gateway, door_of(gateway)
