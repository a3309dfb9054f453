"""Webhooks in the shape of Aliyun: SmsReport and SmsUp, each an array (docs/gateways.md)."""

from __future__ import annotations

import json
from typing import Any

from messaging.gateways import clean, codes
from messaging.gateways.webhooks import cloud as cloud_calls, json as json_calls
from messaging.gateways.webhooks.cloud import CloudWebhook
from messaging.gateways.webhooks.entries import InboundReceipt, InboundReply

SYSTEM = "aliyun"
_SUCCESS = {"true": codes.DELIVERED, "false": codes.UNDELIVERED}


class AliyunWebhook(CloudWebhook):
    """`out_id` is our message, `biz_id` what its request was called. `sms_size` says in how many
    parts a text was counted; the report is about the text, so it is no part of anything."""

    def says(self, refusal: str = "") -> bytes:
        return json.dumps({"code": 1 if refusal else 0, "msg": refusal or "OK"}).encode()

    def receipt(self, entry: dict[str, Any]) -> InboundReceipt | None:
        return cloud_calls.receipt(
            result=_SUCCESS.get(str(entry.get("success")).strip().lower(), ""),
            code=entry.get("err_code"),
            system=SYSTEM,
            our_id=entry.get("out_id"),
            ref=entry.get("biz_id"),
            phone=json_calls.number(entry.get("phone_number")),
        )

    def reply(self, entry: dict[str, Any]) -> InboundReply | None:
        return cloud_calls.reply(
            sender=json_calls.number(entry.get("phone_number")),
            text=entry.get("content"),
            ref=clean.ref(entry.get("sequence_id")),
            said_at=entry.get("send_time"),
        )
