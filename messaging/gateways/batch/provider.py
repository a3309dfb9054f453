"""Batch HTTP: any carrier's adapter that speaks our protocol (docs/gateways.md).

Such an adapter often stands before a cloud provider, which then calls us in a shape of its own.
"""

from django.utils.translation import gettext_lazy as _

from messaging.gateways.aliyun.webhook import AliyunWebhook
from messaging.gateways.batch.driver import MOST_CONNECTIONS, MOST_PER_CALL, BatchHttpDriver
from messaging.gateways.batch.webhook import BatchWebhook
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import (
    ADDRESS,
    CALLERS,
    CHOICE,
    IN_CLEAR,
    NUMBER,
    REGION,
    Setting,
    connections,
)
from messaging.gateways.tencent.webhook import TencentWebhook
from messaging.gateways.webhooks import shapes

PROVIDER = Provider(
    code="batch_http",
    label=_("Batch HTTP"),
    credentials=_("a secret of at least 16 characters that both sides sign with"),
    driver=BatchHttpDriver.of_gateway,
    settings=(
        Setting("url", ADDRESS, _("Address of the gateway"), required=True),
        Setting("call_size", NUMBER, _("Messages per call"), default=100, most=MOST_PER_CALL),
        connections(default=4, most=MOST_CONNECTIONS),
        Setting(
            shapes.SETTING,
            CHOICE,
            _("Shape of receipts and replies"),
            _("Aliyun and Tencent do not sign their calls: the webhook's address holds a token."),
            default=shapes.OWN,
            choices=(
                (shapes.OWN, _("Batch HTTP")),
                (shapes.ALIYUN, _("Aliyun")),
                (shapes.TENCENT, _("Tencent")),
            ),
        ),
        CALLERS,
        IN_CLEAR,
        REGION,
    ),
    webhooks={
        shapes.OWN: BatchWebhook(),
        shapes.ALIYUN: AliyunWebhook(),
        shapes.TENCENT: TencentWebhook(),
    },
)
