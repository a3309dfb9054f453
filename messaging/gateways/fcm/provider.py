"""Firebase Cloud Messaging."""

from django.utils.translation import gettext_lazy as _

from messaging.gateways.app.webhook import AppWebhookByToken
from messaging.gateways.fcm.driver import MOST_CONNECTIONS, SIGN_IN_URL, URL, FcmDriver
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import ADDRESS, CALLERS, IN_CLEAR, Setting, connections
from messaging.gateways.webhooks import shapes

PROVIDER = Provider(
    code="fcm",
    label=_("Firebase push"),
    credentials=_("the JSON file of a service account, as file:NAME"),
    driver=FcmDriver.of_gateway,
    channel="push",
    settings=(
        Setting("url", ADDRESS, _("Address of the interface"), default=URL),
        Setting(
            "sign_in_url", ADDRESS, _("Where the service account signs in"), default=SIGN_IN_URL
        ),
        connections(default=16, most=MOST_CONNECTIONS),
        CALLERS,
        IN_CLEAR,
    ),
    webhooks={shapes.OWN: AppWebhookByToken()},
)
