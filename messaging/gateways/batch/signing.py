"""How batch HTTP calls are signed, both ways: HMAC-SHA256 over method, path, timestamp and body.

What is signed for one address opens no other. Version 1 covered timestamp and body alone, so that a
call signed for receipts was taken for replies; it is taken no more.

The protocol and its test vectors: docs/gateways.md.
"""

from __future__ import annotations

import hmac
import re

TIMESTAMP_HEADER = "X-Huancui-Timestamp"
SIGNATURE_HEADER = "X-Huancui-Signature"
SCHEME = "v2="
WINDOW_SECONDS = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def sign(secret: str, *, method: str, path: str, timestamp: str, body: bytes) -> str:
    """The value of the signature header. `path` with its query, as the request line has it."""
    signed = f"{method}\n{path}\n{timestamp}\n".encode(errors="replace") + body
    return SCHEME + hmac.digest(secret.encode(), signed, "sha256").hex()


def is_signed(
    secret: str,
    *,
    method: str,
    path: str,
    timestamp: str,
    signature: str,
    body: bytes,
    unix_now: float,
) -> bool:
    """Whether the signature fits and was made within WINDOW_SECONDS of now, either way."""
    if not _TIMESTAMP.fullmatch(timestamp):
        return False
    made = sign(secret, method=method, path=path, timestamp=timestamp, body=body)
    right = hmac.compare_digest(made.encode(), signature.encode(errors="replace"))
    return right and abs(unix_now - int(timestamp)) <= WINDOW_SECONDS
