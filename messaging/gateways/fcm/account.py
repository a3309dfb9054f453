"""A service account of Google, and the assertion by which it is lent an access token. Pure.

https://developers.google.com/identity/protocols/oauth2/service-account (RFC 7523)
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LASTS_SECONDS = 3600


class BadAccount(ValueError):
    """The credentials are no service account's file."""


@dataclass(frozen=True, slots=True)
class Account:
    """What of the file is needed."""

    project: str
    email: str = field(repr=False)
    key_id: str
    key: RSAPrivateKey = field(repr=False)


def read(secret: str) -> Account:
    """Of the JSON file that Google hands out. Raises BadAccount."""
    try:
        said = json.loads(secret)
        key = load_pem_private_key(said["private_key"].encode(), password=None)
        project, email, key_id = said["project_id"], said["client_email"], said["private_key_id"]
    except (ValueError, KeyError, TypeError, AttributeError, UnsupportedAlgorithm):
        raise BadAccount("credentials must be the JSON file of a service account") from None
    strings = all(isinstance(each, str) for each in (project, email, key_id))
    if not isinstance(key, RSAPrivateKey) or not strings:
        raise BadAccount("credentials must be the JSON file of a service account")
    return Account(project, email, key_id, key)


def assertion(account: Account, *, audience: str, unix_now: int) -> str:
    """A JWT signed with RS256, good for an hour."""
    head = {"alg": "RS256", "typ": "JWT", "kid": account.key_id}
    claims = {
        "iss": account.email,
        "scope": SCOPE,
        "aud": audience,
        "iat": unix_now,
        "exp": unix_now + LASTS_SECONDS,
    }
    signed = f"{_part(head)}.{_part(claims)}"
    signature = account.key.sign(signed.encode(), PKCS1v15(), hashes.SHA256())
    return f"{signed}.{_base64(signature)}"


def _part(said: dict[str, Any]) -> str:
    return _base64(json.dumps(said, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
