"""Mail that came back, handed to us by the relay: a POST of the whole mail (message/rfc822).

Everything may be posted to either address: receipts takes bounces and complaints out of it, replies
takes answers. A mailbox server pipes each mail to both (docs/gateways.md).
"""

from __future__ import annotations

import hmac

from messaging.gateways import clean
from messaging.gateways.email import incoming
from messaging.gateways.email.addresses import bounced_message, stop_token
from messaging.gateways.email.incoming import Incoming, Kind as MailKind
from messaging.gateways.webhooks.base import Kind, Request, refused
from messaging.gateways.webhooks.entries import (
    InboundReceipt,
    InboundReplies,
    InboundReply,
    Receipts,
)
from messaging.gateways.webhooks.token import token_of
from messaging.models import Gateway

UNDELIVERED = "undelivered"


class MailWebhook:
    """`by_token`: the address holds a token, as a pipe signs nothing."""

    methods = frozenset({"POST"})
    by_token = True

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        return hmac.compare_digest(token_of(gateway).encode(), request.token.encode())

    def seal(self, request: Request) -> bytes | None:
        return None

    def kept(self, request: Request, kind: Kind) -> bytes:
        return request.body

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        mail = incoming.read(kept)
        message_id = _message(mail)
        if mail.kind not in (MailKind.BOUNCE, MailKind.COMPLAINT) or message_id is None:
            return Receipts()
        return Receipts(
            [
                InboundReceipt(
                    result=UNDELIVERED, message_id=message_id, error_code=clean.code(mail.code)
                )
            ]
        )

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        mail = incoming.read(kept)
        if mail.kind != MailKind.REPLY or not mail.sender:
            return InboundReplies()
        return InboundReplies([InboundReply(mail.sender, mail.text, clean.ref(mail.ref))])

    def says(self, refusal: str = "") -> bytes:
        return refused(refusal) if refusal else b""


def _message(mail: Incoming) -> int | None:
    """By the address it came to, else by our id in the mail it returns; made up ones are none."""
    for address in mail.to:
        if (message_id := bounced_message(address)) is not None:
            return message_id
    for message_id, token in mail.our_ids:
        if hmac.compare_digest(stop_token(message_id)[:10], token):
            return message_id
    return None
