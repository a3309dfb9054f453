"""What the doors of cloud providers have in common: JSON that nobody signs.

Who knows the token in the door's address is let in; a proxy should let through nobody but the
provider (docs/gateways.md).
"""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from typing import Any

from messaging.gateways import clean, codes, door_token
from messaging.gateways.batch.answers import message_id
from messaging.inbound.receipts import Incoming
from messaging.inbound.webhooks import json as json_calls
from messaging.inbound.webhooks.base import Call, Kind
from messaging.inbound.webhooks.entries import Answer, Answers, Receipts
from messaging.models import Gateway


class CloudCalls(ABC):
    """A provider's module says how its entries are read, and what it wants to hear."""

    methods = frozenset({"POST"})
    by_token = True

    def admits(self, call: Call, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        right = door_token.token_of(gateway)
        return hmac.compare_digest(right.encode(), call.token.encode(errors="replace"))

    def kept(self, call: Call, kind: Kind) -> bytes:
        return call.body

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        said = json_calls.entries(kept, content_type)
        read = [receipt for entry in said if (receipt := self._receipt_of(entry))]
        return Receipts(read, len(said) - len(read))

    def answers(self, kept: bytes, content_type: str) -> Answers:
        said = json_calls.entries(kept, content_type)
        read = [answer for entry in said if (answer := self._answer_of(entry))]
        return Answers(read, len(said) - len(read))

    @abstractmethod
    def says(self, refusal: str = "") -> bytes:
        """As every door."""

    @abstractmethod
    def receipt(self, entry: dict[str, Any]) -> Incoming | None:
        """None for what names neither a message nor what became of it."""

    @abstractmethod
    def answer(self, entry: dict[str, Any]) -> Answer | None:
        """None for what names no sender."""

    def _receipt_of(self, entry: Any) -> Incoming | None:
        return self.receipt(entry) if isinstance(entry, dict) else None

    def _answer_of(self, entry: Any) -> Answer | None:
        return self.answer(entry) if isinstance(entry, dict) else None


def receipt(
    *, result: str, code: object, system: str, our_id: object, ref: object, phone: str
) -> Incoming | None:
    """One receipt about a whole text. `result` empty: as the carrier's `code` says.

    `our_id` is what we gave with the message, if it is an id of ours. It may be the provider's
    customer's own, and `ref` one for many numbers, so the number has to be the message's too.
    """
    word = clean.code(code)
    pk, gateway_ref = message_id(our_id), clean.ref(ref)
    result = result or codes.status(word) or word
    if not result or not (pk or gateway_ref):
        return None
    return Incoming(
        result=result,
        gateway_ref=gateway_ref,
        message_id=pk,
        error_code="" if result == codes.DELIVERED else codes.of_system(word, system),
        phone=phone,
    )


def answer(*, sender: str, text: object, ref: str, said_at: object) -> Answer | None:
    """One answer of a customer."""
    words = json_calls.words(text)
    if not sender or words is None:
        return None
    return Answer(sender=sender, text=words, ref=ref, said_at=clean.code(said_at))
