"""How a lender's app calls us: signed as batch HTTP is, or, where a provider stands between whose
credentials are no shared secret, by a token in the address."""

from __future__ import annotations

import hmac

from messaging.gateways.app import reports
from messaging.gateways.batch.webhook import BatchWebhook
from messaging.gateways.webhooks import token
from messaging.gateways.webhooks.base import Kind, Request
from messaging.gateways.webhooks.entries import InboundDevices, InboundReplies, Receipts
from messaging.models import Gateway


class AppWebhook(BatchWebhook):
    """Signed over method, path, time and body."""

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        return reports.receipts(kept, content_type)

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        return reports.replies(kept, content_type)

    def devices(self, kept: bytes, content_type: str) -> InboundDevices:
        return reports.devices(kept, content_type)


class AppWebhookByToken(AppWebhook):
    """Nobody signs; a proxy lets through the lender's own servers alone (docs/gateways.md)."""

    by_token = True

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        right = token.token_of(gateway)
        return hmac.compare_digest(right.encode(), request.token.encode(errors="replace"))

    def seal(self, request: Request) -> bytes | None:
        return None
