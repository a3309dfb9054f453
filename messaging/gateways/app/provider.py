"""A lender's own app, by a signed webhook."""

from django.utils.translation import gettext_lazy as _

from messaging.gateways.app.driver import AppDriver
from messaging.gateways.app.webhook import AppWebhook
from messaging.gateways.batch.driver import MOST_CONNECTIONS, MOST_PER_CALL
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import ADDRESS, IN_CLEAR, NUMBER, Setting, connections
from messaging.gateways.webhooks import shapes

PROVIDER = Provider(
    code="app_push",
    label=_("Lender's own app"),
    credentials=_("a secret of at least 16 characters that both sides sign with"),
    driver=AppDriver.of_gateway,
    channel="push",
    settings=(
        Setting("url", ADDRESS, _("Address of the app's server"), required=True),
        Setting("call_size", NUMBER, _("Messages per call"), default=100, most=MOST_PER_CALL),
        connections(default=4, most=MOST_CONNECTIONS),
        IN_CLEAR,
    ),
    webhooks={shapes.OWN: AppWebhook()},
)
