"""Which gateways have webhooks, and of which shape."""

from __future__ import annotations

from messaging.gateways.options import BadSettings
from messaging.gateways.registry.providers import PROVIDERS
from messaging.gateways.webhooks.base import Webhook
from messaging.gateways.webhooks.shapes import shape_of
from messaging.models import Gateway

OPEN_TO = ("approved", "retired")
"""A retired gateway's last receipts, and opt-outs above all, still count."""


class NoWebhook(LookupError):
    """This gateway cannot call us."""


def webhook_of(gateway: Gateway) -> Webhook:
    """Raises NoWebhook."""
    try:
        return PROVIDERS[gateway.driver].webhooks[shape_of(gateway.settings)]
    except (KeyError, BadSettings):
        raise NoWebhook(gateway.code) from None


def find(code: str) -> tuple[Gateway, Webhook]:
    """The gateway that calls under this code, and its webhook. Raises NoWebhook."""
    known = Gateway.objects.only("code", "driver", "channel", "settings", "credentials_ref")
    gateway = known.filter(code=code, state__in=OPEN_TO).first()
    if gateway is None:
        raise NoWebhook(code)
    return gateway, webhook_of(gateway)
