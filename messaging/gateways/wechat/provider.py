"""A WeChat official account."""

import re

from django.utils.translation import gettext_lazy as _

from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import (
    ADDRESS,
    CHOICE,
    IN_CLEAR,
    TEXT,
    Setting,
    connections,
)
from messaging.gateways.webhooks import shapes
from messaging.gateways.wechat.driver import (
    APP_ID,
    FIELDS,
    MOST_CONNECTIONS,
    SUBSCRIPTION,
    TEMPLATE,
    URL,
    WechatDriver,
)
from messaging.gateways.wechat.webhook import WechatWebhook

PROVIDER = Provider(
    code="wechat",
    label=_("WeChat official account"),
    credentials="AppSecret:Token:EncodingAESKey",
    driver=WechatDriver.of_gateway,
    channel="wechat",
    settings=(
        Setting("url", ADDRESS, _("Address of the interface"), default=URL),
        Setting("app_id", TEXT, _("Id of the account"), required=True, pattern=APP_ID),
        Setting(
            "template_id",
            TEXT,
            _("Id of the card's template"),
            _("As WeChat has passed it."),
            required=True,
            pattern=re.compile(r"[\w-]{1,64}", re.ASCII),
        ),
        Setting(
            "fields",
            TEXT,
            _("What stands in which field"),
            _("Field of the card = placeholder, as thing1=signature, amount2=amount_due."),
            required=True,
            pattern=FIELDS,
        ),
        Setting(
            "kind",
            CHOICE,
            _("Kind of message"),
            default=TEMPLATE,
            choices=((TEMPLATE, _("Template message")), (SUBSCRIPTION, _("Subscription notice"))),
        ),
        connections(default=16, most=MOST_CONNECTIONS),
        IN_CLEAR,
    ),
    webhooks={shapes.OWN: WechatWebhook()},
)
