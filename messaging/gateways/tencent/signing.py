"""TC3-HMAC-SHA256: how Tencent Cloud wants its calls signed. Pure.

https://cloud.tencent.com/document/api/382/52072
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
JSON = "application/json; charset=utf-8"
SIGNED = "content-type;host;x-tc-action"


def authorization(
    *,
    key_id: str,
    secret: str,
    service: str,
    host: str,
    path: str = "/",
    action: str,
    body: bytes,
    timestamp: int,
) -> str:
    """The value of the header of that name for a POST of JSON."""
    lines = f"content-type:{JSON}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    canonical = f"POST\n{path}\n\n{lines}\n{SIGNED}\n{hashlib.sha256(body).hexdigest()}"
    day = datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    wanted = f"{ALGORITHM}\n{timestamp}\n{scope}\n{digest}"
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, wanted.encode(), "sha256").hex()
    return f"{ALGORITHM} Credential={key_id}/{scope}, SignedHeaders={SIGNED}, Signature={signature}"
