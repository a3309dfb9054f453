"""How batch HTTP calls are signed, both ways: HMAC-SHA256 over timestamp, a full stop, and body.

The protocol and its test vectors: docs/gateways.md.
"""

from __future__ import annotations

import hmac
import re

TIMESTAMP_HEADER = "X-Huancui-Timestamp"
SIGNATURE_HEADER = "X-Huancui-Signature"
SCHEME = "v1="
WINDOW_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def sign(secret: str, *, timestamp: str, body: bytes) -> str:
    """The value of the signature header."""
    signed = timestamp.encode() + b"." + body
    return SCHEME + hmac.digest(secret.encode(), signed, "sha256").hex()


def is_signed(secret: str, *, timestamp: str, signature: str, body: bytes, unix_now: float) -> bool:
    """Whether the signature fits and was made within WINDOW_SECONDS of now, either way."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return False
    right = hmac.compare_digest(
        sign(secret, timestamp=timestamp, body=body).encode(), signature.encode(errors="replace")
    )
    return right and abs(unix_now - int(timestamp)) <= WINDOW_SECONDS
