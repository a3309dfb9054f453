"""How a call is signed: Standard Webhooks 1.0 (standardwebhooks.com), symmetric. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """As the other side is given it: 256 bits at random."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(
    *, event_id: str, stamp: int, body: bytes, signed_with: Sequence[str]
) -> dict[str, str]:
    """`stamp`: seconds of Unix time, which the other side compares with its own clock. Signed with
    every secret that is good now, so that either lets it in."""
    said = [f"v1,{signature(event_id, stamp, body, secret)}" for secret in signed_with]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(said),
    }


def signature(event_id: str, stamp: int, body: bytes, secret: str) -> str:
    """HMAC-SHA256 over `id.timestamp.body`, as base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{event_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
