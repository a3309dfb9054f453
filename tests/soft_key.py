"""A passkey in software: makes and signs what a browser and its device would."""

import json
import os
from dataclasses import dataclass, field
from struct import pack
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode

PRESENT, WITH_KEY = 0x01, 0x40


@dataclass
class SoftKey:
    """`count`: signatures made so far; None: one that does not count, as synchronised ones."""

    origin: str = "https://staff.example"
    count: int | None = 0
    _id: bytes = field(default_factory=lambda: os.urandom(32))
    _key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any]) -> str:
        """The answer of `navigator.credentials.create`, as the form carries it."""
        key = asked["publicKey"]
        public = cbor.encode(ES256.from_cryptography_key(self._key.public_key()))
        body = bytes(16) + pack(">H", len(self._id)) + self._id + public
        made = cbor.encode(
            {
                "fmt": "none",
                "attStmt": {},
                "authData": self._head(key["rp"]["id"], PRESENT | WITH_KEY) + body,
            }
        )
        client = self._client("webauthn.create", key["challenge"])
        return self._answer(clientDataJSON=client, attestationObject=made)

    def sign(self, asked: dict[str, Any]) -> str:
        """The answer of `navigator.credentials.get`."""
        if self.count is not None:
            self.count += 1
        key = asked["publicKey"]
        head, client = (
            self._head(key["rpId"], PRESENT),
            self._client("webauthn.get", key["challenge"]),
        )
        signature = self._key.sign(head + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=head, signature=signature)

    def _head(self, host: str, flags: int) -> bytes:
        return sha256(host.encode()) + pack(">BI", flags, self.count or 0)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self._id)
        said = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
