"""ACS3-HMAC-SHA256: how Aliyun wants its calls signed. Pure.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

ALGORITHM = "ACS3-HMAC-SHA256"


def query_of(parameters: Mapping[str, str]) -> str:
    """Sorted, and encoded by RFC 3986."""
    return "&".join(f"{_quoted(name)}={_quoted(parameters[name])}" for name in sorted(parameters))


def headers(
    *,
    key_id: str,
    secret: str,
    method: str,
    host: str,
    path: str = "/",
    action: str,
    version: str,
    query: str,
    body: bytes,
    date: str,
    nonce: str,
) -> dict[str, str]:
    """All that are signed but Host, and the signature. `date` as 2026-09-15T10:30:00Z."""
    digest = hashlib.sha256(body).hexdigest()
    signed = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": digest,
        "x-acs-date": date,
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name].strip()}\n" for name in sorted(signed))
    canonical = f"{method}\n{path}\n{query}\n{lines}\n{names}\n{digest}"
    wanted = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(secret.encode(), wanted.encode(), "sha256").hex()
    del signed["host"]
    authorization = f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return {**signed, "Authorization": authorization}


def _quoted(said: str) -> str:
    return quote(said, safe="-_.~")
