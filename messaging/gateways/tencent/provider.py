"""Tencent SMS, directly: texts and signatures it has on file."""

import re

from django.utils.translation import gettext_lazy as _

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
from messaging.gateways.tencent.driver import MOST_CONNECTIONS, PLACE, URL, TencentDriver
from messaging.gateways.tencent.webhook import TencentWebhook
from messaging.gateways.webhooks import shapes

_DIGITS = re.compile(r"[0-9]{1,20}", re.ASCII)

PROVIDER = Provider(
    code="tencent",
    label=_("Tencent SMS"),
    credentials="SecretId:SecretKey",
    driver=TencentDriver.of_gateway,
    settings=(
        Setting("url", ADDRESS, _("Address of the interface"), default=URL),
        Setting(
            "sdk_app_id",
            TEXT,
            _("Id of the SMS application"),
            _("Digits, beginning with 14."),
            required=True,
            pattern=_DIGITS,
        ),
        Setting(
            "place",
            TEXT,
            _("Region of the interface"),
            default=PLACE,
            pattern=re.compile(r"[a-z0-9-]{1,40}", re.ASCII),
        ),
        connections(default=16, most=MOST_CONNECTIONS),
        Setting(
            "qualification",
            TEXT,
            _("Id of the approved papers"),
            _("Tencent asks for it when a signature is filed."),
            pattern=_DIGITS,
        ),
        CALLERS,
        IN_CLEAR,
        REGION,
    ),
    webhooks={shapes.OWN: TencentWebhook()},
    files_texts=True,
)
