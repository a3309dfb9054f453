"""What the webhooks of cloud providers have in common: JSON that nobody signs.

Who knows the token in the webhook's address is let in; a proxy should let through nobody but the
provider (docs/gateways.md).
"""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from typing import Any

from messaging.gateways import clean, codes
from messaging.gateways.webhooks import json as json_calls, token
from messaging.gateways.webhooks.base import Kind, Request
from messaging.gateways.webhooks.entries import (
    InboundReceipt,
    InboundReplies,
    InboundReply,
    Receipts,
)
from messaging.models import Gateway


class CloudWebhook(ABC):
    """A provider's module says how its entries are read, and what it wants to hear."""

    methods = frozenset({"POST"})
    by_token = True

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        right = token.token_of(gateway)
        return hmac.compare_digest(right.encode(), request.token.encode(errors="replace"))

    def seal(self, request: Request) -> bytes | None:
        return None

    def kept(self, request: Request, kind: Kind) -> bytes:
        return request.body

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        said = json_calls.entries(kept, content_type)
        read = [receipt for entry in said if (receipt := self._receipt_of(entry))]
        return Receipts(read, len(said) - len(read))

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        said = json_calls.entries(kept, content_type)
        read = [reply for entry in said if (reply := self._reply_of(entry))]
        return InboundReplies(read, len(said) - len(read))

    @abstractmethod
    def says(self, refusal: str = "") -> bytes:
        """As every webhook."""

    @abstractmethod
    def receipt(self, entry: dict[str, Any]) -> InboundReceipt | None:
        """None for what names neither a message nor what became of it."""

    @abstractmethod
    def reply(self, entry: dict[str, Any]) -> InboundReply | None:
        """None for what names no sender."""

    def _receipt_of(self, entry: Any) -> InboundReceipt | None:
        return self.receipt(entry) if isinstance(entry, dict) else None

    def _reply_of(self, entry: Any) -> InboundReply | None:
        return self.reply(entry) if isinstance(entry, dict) else None


def receipt(
    *, result: str, code: object, system: str, our_id: object, ref: object, phone: str
) -> InboundReceipt | None:
    """One receipt about a whole text. `result` empty: as the carrier's `code` says.

    `our_id` is what we gave with the message, if it is an id of ours. It may be the provider's
    customer's own, and `ref` one for many numbers, so the number has to be the message's too.
    """
    word = clean.code(code)
    pk, gateway_ref = clean.message_id(our_id), clean.ref(ref)
    result = result or codes.status(word) or word
    if not result or not (pk or gateway_ref):
        return None
    return InboundReceipt(
        result=result,
        gateway_ref=gateway_ref,
        message_id=pk,
        error_code="" if result == codes.DELIVERED else codes.of_system(word, system),
        phone=phone,
    )


def reply(*, sender: str, text: object, ref: str, said_at: object) -> InboundReply | None:
    """A customer's reply."""
    words = json_calls.words(text)
    if not sender or words is None:
        return None
    return InboundReply(sender=sender, text=words, ref=ref, said_at=clean.code(said_at))
