"""What a lender's app tells us: what was opened, what was answered, on which devices it stands.

{"receipts": [{"id": "42", "status": "opened"}]}                delivered, opened, failed
{"replies": [{"from": "<device token>", "text": "…", "ref": "r-1"}]}
{"devices": [{"customer_no": "C-1", "address": "<device token>"}, {"address": "…", "gone": true}]}
"""

from __future__ import annotations

from typing import Any

from messaging.gateways import clean, codes
from messaging.gateways.webhooks import json as json_calls
from messaging.gateways.webhooks.entries import (
    InboundDevice,
    InboundDevices,
    InboundReceipt,
    InboundReplies,
    InboundReply,
    Receipts,
    Unreadable,
)

LONGEST_ADDRESS = 512
LONGEST_CUSTOMER_NO = 40
_WORDS = {"opened": codes.READ, "read": codes.READ}


def receipts(kept: bytes, content_type: str) -> Receipts:
    said = _entries(kept, content_type, "receipts")
    read = [receipt for entry in said if (receipt := _receipt(entry))]
    return Receipts(read, len(said) - len(read))


def replies(kept: bytes, content_type: str) -> InboundReplies:
    said = _entries(kept, content_type, "replies")
    read = [reply for entry in said if (reply := _reply(entry))]
    return InboundReplies(read, len(said) - len(read))


def devices(kept: bytes, content_type: str) -> InboundDevices:
    said = _entries(kept, content_type, "devices")
    read = [device for entry in said if (device := _device(entry))]
    return InboundDevices(read, len(said) - len(read))


def _entries(kept: bytes, content_type: str, name: str) -> list[Any]:
    document = json_calls.document(kept, content_type)
    entries = document.get(name) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise Unreadable(f"no list of {name}")
    return entries


def _receipt(entry: Any) -> InboundReceipt | None:
    if not isinstance(entry, dict):
        return None
    pk, word = clean.message_id(entry.get("id")), clean.code(entry.get("status")).lower()
    result = _WORDS.get(word) or codes.status(word)
    if pk is None or not result:
        return None
    return InboundReceipt(result=result, message_id=pk, error_code=clean.code(entry.get("code")))


def _reply(entry: Any) -> InboundReply | None:
    if not isinstance(entry, dict):
        return None
    sender, text = _address(entry.get("from")), json_calls.words(entry.get("text"))
    if not sender or text is None:
        return None
    return InboundReply(sender, text, clean.ref(entry.get("ref")), clean.code(entry.get("at")))


def _device(entry: Any) -> InboundDevice | None:
    if not isinstance(entry, dict):
        return None
    address = _address(entry.get("address"))
    customer_no = (json_calls.words(entry.get("customer_no")) or "").strip()
    gone = entry.get("gone") is True
    if not address or not (gone or 0 < len(customer_no) <= LONGEST_CUSTOMER_NO):
        return None
    return InboundDevice(address, "" if gone else customer_no)


def _address(said: object) -> str:
    """Empty for what is none, or too long to be one."""
    words = (json_calls.words(said) or "").strip()
    return words if len(words) <= LONGEST_ADDRESS else ""
