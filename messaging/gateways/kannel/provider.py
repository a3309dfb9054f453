"""Kannel: SMPP and other carriers' protocols, through its smsbox."""

from django.utils.translation import gettext_lazy as _

from messaging.gateways.kannel.driver import MOST_CONNECTIONS, SENDER, KannelDriver
from messaging.gateways.kannel.webhook import KannelWebhook
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import (
    ADDRESS,
    CALLERS,
    IN_CLEAR,
    REGION,
    TEXT,
    Setting,
    connections,
)
from messaging.gateways.webhooks import shapes

PROVIDER = Provider(
    code="kannel",
    label=_("Kannel"),
    credentials=_("user:password of Kannel’s sendsms"),
    driver=KannelDriver.of_gateway,
    settings=(
        Setting("url", ADDRESS, _("Address of the smsbox"), required=True),
        connections(default=8, most=MOST_CONNECTIONS),
        Setting(
            "from",
            TEXT,
            _("Sender"),
            _("Up to 20 letters and digits; empty: as the smsbox is configured."),
            pattern=SENDER,
        ),
        Setting(
            "webhook_url",
            ADDRESS,
            _("Our address, as the smsbox reaches it"),
            _("Without it there are no delivery reports."),
        ),
        CALLERS,
        IN_CLEAR,
        REGION,
    ),
    webhooks={shapes.OWN: KannelWebhook()},
)
