"""Which gateways have webhooks, and of which shape."""

import pytest

from messaging.gateways.registry.providers import PROVIDERS
from messaging.inbound.webhooks.registry import NoWebhook, webhook_of
from messaging.models import Gateway


def gateway(driver: str, **settings: object) -> Gateway:
    return Gateway(code="carrier", driver=driver, settings=settings)


def test_a_gateway_calls_in_the_shape_its_settings_name():
    shapes = PROVIDERS["batch_http"].webhooks
    assert len(shapes) > 1
    for shape, webhook in shapes.items():
        assert webhook_of(gateway("batch_http", webhooks=shape)) is webhook
    assert webhook_of(gateway("kannel")) in PROVIDERS["kannel"].webhooks.values()


@pytest.mark.parametrize(
    "calling",
    [
        gateway("sandbox"),
        gateway("nobody"),
        gateway("batch_http", webhooks="unheard-of"),
        gateway("batch_http", webhooks=7),
    ],
)
def test_what_cannot_call_us_has_none(calling):
    with pytest.raises(NoWebhook, match="carrier"):
        webhook_of(calling)
