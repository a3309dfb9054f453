"""The webhooks of batch HTTP gateways: signed JSON (docs/gateways.md)."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from messaging.gateways import clean, codes, credentials
from messaging.gateways.batch import signing
from messaging.gateways.webhooks import json as json_calls
from messaging.gateways.webhooks.base import Kind, Request, refused
from messaging.gateways.webhooks.entries import (
    MOST_PARTS,
    InboundReceipt,
    InboundReplies,
    InboundReply,
    Receipts,
    Unreadable,
)
from messaging.models import Gateway


class BatchWebhook:
    """Reads `{"receipts": [...]}` and `{"replies": [...]}`."""

    methods = frozenset({"POST"})
    by_token = False

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        return signing.is_signed(
            credentials.read(gateway.credentials_ref),
            method=request.method,
            path=request.path,
            timestamp=request.header(signing.TIMESTAMP_HEADER),
            signature=request.header(signing.SIGNATURE_HEADER),
            body=request.body,
            unix_now=time.time(),  # as the other side's clock, not a sandbox's
        )

    def seal(self, request: Request) -> bytes | None:
        """Its signature's digest: over method, path, time and body, with a secret."""
        return hashlib.sha256(request.header(signing.SIGNATURE_HEADER).encode()).digest()

    def kept(self, request: Request, kind: Kind) -> bytes:
        return request.body

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        said = _entries(kept, content_type, "receipts")
        read = [receipt for entry in said if (receipt := _receipt(entry))]
        return Receipts(read, len(said) - len(read))

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        said = _entries(kept, content_type, "replies")
        read = [reply for entry in said if (reply := _reply(entry))]
        return InboundReplies(read, len(said) - len(read))

    def says(self, refusal: str = "") -> bytes:
        return refused(refusal) if refusal else b""


def _entries(kept: bytes, content_type: str, name: str) -> list[Any]:
    document = json_calls.document(kept, content_type)
    entries = document.get(name) if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise Unreadable(f"no list of {name}")
    return entries


def _receipt(entry: Any) -> InboundReceipt | None:
    """None for what names neither a message nor what became of it."""
    if not isinstance(entry, dict):
        return None
    pk, ref = clean.message_id(entry.get("id")), clean.ref(entry.get("ref"))
    word = entry.get("status")
    if not isinstance(word, str) or not (pk or ref or clean.ref(entry.get("id"))):
        return None
    part, parts = _part(entry)
    return InboundReceipt(
        result=codes.status(word) or clean.code(word),
        gateway_ref=ref or ("" if pk else clean.ref(entry.get("id"))),
        message_id=pk,
        error_code=clean.code(entry.get("code")),
        part=part,
        parts=parts,
    )


def _part(entry: dict[str, Any]) -> tuple[int | None, int | None]:
    part, parts = entry.get("part"), entry.get("parts")
    fits = type(part) is int and type(parts) is int and 1 <= part <= parts <= MOST_PARTS
    return (part, parts) if fits else (None, None)


def _reply(entry: Any) -> InboundReply | None:
    """None for what names no sender. A number for a text is taken for its digits."""
    if not isinstance(entry, dict):
        return None
    sender, text = json_calls.number(entry.get("from")), json_calls.words(entry.get("text"))
    if not sender or text is None:
        return None
    return InboundReply(
        sender=sender,
        text=text,
        ref=clean.ref(entry.get("ref")),
        said_at=clean.code(entry.get("at")),
    )
