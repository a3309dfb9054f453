"""Aliyun SMS, directly: texts and signatures it has on file."""

from django.utils.translation import gettext_lazy as _

from messaging.gateways.aliyun.driver import MOST_CONNECTIONS, MOST_PER_CALL, URL, AliyunDriver
from messaging.gateways.aliyun.webhook import AliyunWebhook
from messaging.gateways.provider.record import Provider
from messaging.gateways.provider.settings import (
    ADDRESS,
    CALLERS,
    CHOICE,
    IN_CLEAR,
    NUMBER,
    REGION,
    TEXT,
    Setting,
    connections,
)
from messaging.gateways.webhooks import shapes

PROVIDER = Provider(
    code="aliyun",
    label=_("Aliyun SMS"),
    credentials="AccessKey ID:AccessKey Secret",
    driver=AliyunDriver.of_gateway,
    settings=(
        Setting("url", ADDRESS, _("Address of the interface"), default=URL),
        Setting(
            "call_size",
            NUMBER,
            _("Messages per call"),
            _("1: receipts name each message. More: up to a hundred numbers a call."),
            default=1,
            most=MOST_PER_CALL,
        ),
        connections(default=16, most=MOST_CONNECTIONS),
        Setting(
            "qualification",
            TEXT,
            _("Id of the approved papers"),
            _("Aliyun asks for it when a signature is filed."),
        ),
        Setting(
            "sign_source",
            CHOICE,
            _("What a signature is the name of"),
            default="0",
            choices=(
                ("0", _("A company or institution")),
                ("1", _("A website")),
                ("2", _("An app")),
                ("3", _("An official account")),
                ("5", _("A trade mark")),
            ),
        ),
        CALLERS,
        IN_CLEAR,
        REGION,
    ),
    webhooks={shapes.OWN: AliyunWebhook()},
    files_texts=True,
)
