"""Which gateway carries a text to a colleague's telephone."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway, Stop, in_force


def for_testing(now: datetime) -> Gateway | None:
    """The first that is approved, open and for testing; in a sandbox the sandbox's."""
    for gateway in in_force.testing_gateways(now):
        provider = PROVIDERS.get(gateway.driver)
        if provider is not None and provider.sandbox is settings.SANDBOX:
            return gateway
    return None


def is_stopped(gateway: Gateway) -> bool:
    """Whether an emergency stop covers everything, or this gateway."""
    standing = set(Stop.objects.filter(lifted_at=None).values_list("scope", "object_id"))
    covering = {(Stop.Scope.ALL.value, None), (Stop.Scope.GATEWAY.value, gateway.pk)}
    return bool(standing & covering)
