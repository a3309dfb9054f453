"""What QuerySendDetails tells of one message. Pure but for the receipt it makes.

A message is known by its `OutId`; one of a batch, which has none, by the very text that was handed
over: to one number the same text at the same day is the same message.
"""

from __future__ import annotations

from typing import Any

from messaging.gateways import clean, codes
from messaging.gateways.filed.driver import Sent
from messaging.gateways.http.documents import inner, objects
from messaging.gateways.webhooks.entries import InboundReceipt

SYSTEM = "aliyun"
_STATUS = {"1": codes.ACCEPTED, "2": codes.UNDELIVERED, "3": codes.DELIVERED}


def receipts_in(said: dict[str, Any], sent: Sent) -> list[InboundReceipt]:
    """None or one."""
    for each in objects(inner(said, "SmsSendDetailDTOs", "SmsSendDetailDTO")):
        result = _STATUS.get(clean.code(each.get("SendStatus")), "")
        if result and _is(each, sent):
            failed = result == codes.UNDELIVERED
            code = codes.of_system(clean.code(each.get("ErrCode")), SYSTEM) if failed else ""
            return [InboundReceipt(result=result, message_id=sent.message_id, error_code=code)]
    return []


def _is(detail: dict[str, Any], sent: Sent) -> bool:
    ours = clean.message_id(detail.get("OutId"))
    if ours is not None:
        return ours == sent.message_id
    return detail.get("Content") == sent.text
