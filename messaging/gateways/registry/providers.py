"""The providers there are, a line each."""

from __future__ import annotations

from messaging.gateways.aliyun.provider import PROVIDER as ALIYUN
from messaging.gateways.app.provider import PROVIDER as APP
from messaging.gateways.batch.provider import PROVIDER as BATCH
from messaging.gateways.email.provider import PROVIDER as SMTP
from messaging.gateways.fcm.provider import PROVIDER as FCM
from messaging.gateways.kannel.provider import PROVIDER as KANNEL
from messaging.gateways.provider.record import Provider
from messaging.gateways.sandbox.provider import OF_OTHER_CHANNELS, PROVIDER as SANDBOX
from messaging.gateways.tencent.provider import PROVIDER as TENCENT
from messaging.gateways.wechat.provider import PROVIDER as WECHAT

PROVIDERS: dict[str, Provider] = {
    provider.code: provider
    for provider in (
        SANDBOX,
        *OF_OTHER_CHANNELS,
        BATCH,
        KANNEL,
        SMTP,
        ALIYUN,
        TENCENT,
        WECHAT,
        APP,
        FCM,
    )
}
