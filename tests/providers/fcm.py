"""FCM's interface and Google's sign-in: an assertion is verified, a token lent, a message taken."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.providers.server import Asked, ReferenceServer

PROJECT, EMAIL = "anhe-app", "sender@anhe-app.iam.gserviceaccount.com"
STATUS = {
    "UNREGISTERED": (404, "NOT_FOUND"),
    "INVALID_ARGUMENT": (400, "INVALID_ARGUMENT"),
    "SENDER_ID_MISMATCH": (403, "PERMISSION_DENIED"),
    "QUOTA_EXCEEDED": (429, "RESOURCE_EXHAUSTED"),
    "UNAVAILABLE": (503, "UNAVAILABLE"),
    "INTERNAL": (500, "INTERNAL"),
    "THIRD_PARTY_AUTH_ERROR": (401, "UNAUTHENTICATED"),
}


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def account_file(**changed: str) -> str:
    pem = key().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return json.dumps(
        {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "k1",
            "private_key": pem.decode(),
            "client_email": EMAIL,
            **changed,
        }
    )


@dataclass
class Fcm(ReferenceServer):
    """`codes`: of the next sendings. `lent`: tokens that are good."""

    lent: list[str] = field(default_factory=list)
    draws: int = 0
    codes: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if asked.path == "/token":
            return self._sign_in(parse_qs(asked.body.decode()))
        assert asked.path == f"/v1/projects/{PROJECT}/messages:send"
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if bearer not in self.lent:
            return 401, {"error": {"code": 401, "status": "UNAUTHENTICATED"}}
        if self.codes:
            code = self.codes.pop(0)
            status, word = STATUS[code]
            kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
            details = [{"@type": kind, "errorCode": code}]
            return status, {"error": {"code": status, "status": word, "details": details}}
        self.sent.append(asked.json()["message"])
        return 200, {"name": f"projects/{PROJECT}/messages/0:{len(self.sent)}%1"}

    def _sign_in(self, said: dict[str, list[str]]) -> tuple[int, Any]:
        assert said["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
        signed, _, signature = said["assertion"][0].rpartition(".")
        claims = json.loads(_raw(signed.partition(".")[2]))
        try:
            key().public_key().verify(
                _raw(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except InvalidSignature:
            return 400, {"error": "invalid_grant"}
        right = claims["iss"] == EMAIL and claims["aud"] == f"{self.url}/token"
        lasting = claims["exp"] - claims["iat"] <= 3600 and abs(time.time() - claims["iat"]) < 300
        if not (right and lasting and "firebase.messaging" in claims["scope"]):
            return 400, {"error": "invalid_grant"}
        self.draws += 1
        self.lent.append(f"ya29.{self.draws}")
        return 200, {"access_token": self.lent[-1], "expires_in": 3599, "token_type": "Bearer"}


def _raw(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
