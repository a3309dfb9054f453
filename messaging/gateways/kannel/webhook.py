"""The webhooks of a Kannel gateway: what its smsbox calls us with (docs/gateways.md).

A delivery report is a GET of the `dlr-url` we gave with the message, and carries the token we put
there. A customer's reply is a POST of the text's bytes with its facts in headers, signed in
with the user and password we send with.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from typing import Any
from urllib.parse import parse_qs

from messaging.gateways import clean, codes, credentials
from messaging.gateways.kannel.token import token_for
from messaging.gateways.webhooks import decoding
from messaging.gateways.webhooks.base import Kind, Request, refused
from messaging.gateways.webhooks.entries import (
    InboundReceipt,
    InboundReplies,
    InboundReply,
    Receipts,
    Unreadable,
)
from messaging.models import Gateway

LONGEST_NUMBER = 40
_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
_HEADERS = ("from", "to", "time", "coding", "smsc", "id")


class KannelWebhook:
    """`m`: our message, `t`: its token, `d`: Kannel's %d, `a`: %A, `i`: %F."""

    methods = frozenset({"GET", "POST"})
    by_token = False

    def admits(self, request: Request, gateway: Gateway, kind: Kind) -> bool:
        """Raises NoCredentials."""
        if kind == Kind.RECEIPTS:
            return _carries_its_token(request, gateway)
        return request.method == "POST" and _signs_in(request, gateway)

    def seal(self, request: Request) -> bytes | None:
        return None

    def kept(self, request: Request, kind: Kind) -> bytes:
        if kind == Kind.RECEIPTS:
            return request.query.encode()
        facts = {name: request.header(f"x-kannel-{name}") for name in _HEADERS}
        content = {"type": request.header("content-type"), "body": base64.b64encode(request.body)}
        return json.dumps({**facts, **content}, default=bytes.decode).encode()

    def receipts(self, kept: bytes, content_type: str) -> Receipts:
        said = parse_qs(kept.decode(), keep_blank_values=True)
        pk, bits, words = _one(said, "m"), _one(said, "d"), _one(said, "a")
        if not _ID.fullmatch(pk):
            raise Unreadable("no message id")
        result = codes.kannel_status(bits)
        code = "" if result == codes.DELIVERED else clean.code(codes.code_in(words))
        return Receipts(
            [
                InboundReceipt(
                    result=result or clean.code(bits)[:12],
                    gateway_ref=clean.ref(_one(said, "i")),
                    message_id=int(pk),
                    error_code=code,
                )
            ]
        )

    def replies(self, kept: bytes, content_type: str) -> InboundReplies:
        said: dict[str, Any] = json.loads(kept)
        sender = said["from"].strip()[:LONGEST_NUMBER]
        if not sender:
            raise Unreadable("no sender: set send-sender = true in its sms-service")
        text = decoding.decoded(base64.b64decode(said["body"]), decoding.charset_of(said["type"]))
        ref = clean.ref(said["id"])
        return InboundReplies([InboundReply(sender, text, ref, clean.code(said["time"]))])

    def says(self, refusal: str = "") -> bytes:
        """Nothing when it is kept: Kannel would send it to the customer."""
        return refused(refusal) if refusal else b""


def _carries_its_token(request: Request, gateway: Gateway) -> bool:
    said = parse_qs(request.query, keep_blank_values=True)
    pk = _one(said, "m")
    if not _ID.fullmatch(pk):
        return False
    right = token_for(gateway.code, int(pk))
    return hmac.compare_digest(right.encode(), _one(said, "t").encode(errors="replace"))


def _signs_in(request: Request, gateway: Gateway) -> bool:
    right = base64.b64encode(credentials.read(gateway.credentials_ref).encode())
    given = request.header("authorization")
    return hmac.compare_digest(b"Basic " + right, given.encode(errors="replace"))


def _one(said: dict[str, list[str]], name: str) -> str:
    return decoding.clean(said.get(name, [""])[0])
