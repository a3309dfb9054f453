"""Webhooks in the shape of Tencent: receipts an array, a reply an object (docs/gateways.md)."""

from __future__ import annotations

import json
from typing import Any

from messaging.gateways import clean, codes
from messaging.gateways.webhooks import cloud as cloud_calls, json as json_calls
from messaging.gateways.webhooks.cloud import CloudWebhook
from messaging.gateways.webhooks.entries import InboundReceipt, InboundReply

SYSTEM = "tencent"
CHINA, CHINESE_DIGITS = "86", 11
_STATUS = {"success": codes.DELIVERED, "fail": codes.UNDELIVERED}
_CONTEXT = ("SessionContext", "session_context", "ext")
"""Where what we gave with the message comes back, by the version of the interface."""


class TencentWebhook(CloudWebhook):
    """`SessionContext` is our message, `sid` its own id of it. A reply has no id: the same words
    of the same number at the same second are the same reply, brought again."""

    def says(self, refusal: str = "") -> bytes:
        return json.dumps({"result": 1 if refusal else 0, "errmsg": refusal or "OK"}).encode()

    def receipt(self, entry: dict[str, Any]) -> InboundReceipt | None:
        return cloud_calls.receipt(
            result=_STATUS.get(str(entry.get("report_status")).strip().lower(), ""),
            code=entry.get("errmsg"),
            system=SYSTEM,
            our_id=next((entry[name] for name in _CONTEXT if entry.get(name)), None),
            ref=entry.get("sid"),
            phone=number(entry.get("nationcode"), entry.get("mobile")),
        )

    def reply(self, entry: dict[str, Any]) -> InboundReply | None:
        said_at = clean.code(entry.get("time"))
        return cloud_calls.reply(
            sender=number(entry.get("nationcode"), entry.get("mobile")),
            text=entry.get("text"),
            ref=f"{said_at}/{clean.code(entry.get('extend'))}" if said_at else "",
            said_at=said_at,
        )


def number(nation: object, mobile: object) -> str:
    """Both in one, unless the mobile has its country already; empty for what is no number."""
    local = json_calls.number(mobile)
    country = json_calls.number(nation).lstrip("+").removeprefix("00")
    has_country = local.startswith(("+", "00")) or (
        country == CHINA and local.startswith(CHINA) and len(local) == len(CHINA) + CHINESE_DIGITS
    )
    if not local or not country or has_country:
        return local
    return f"+{country}{local}"[: json_calls.LONGEST_NUMBER]
