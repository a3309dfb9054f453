"""The keys that sign heads: Ed25519, kept outside the database. Pure.

A process that only verifies needs the public half. Keys are numbered as field keys are; the highest
signs, the others are kept so that what they signed can be verified.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from accounts.chain import links
from accounts.privacy.errors import KeyringError
from accounts.privacy.key_texts import parse_numbered_keys

HIGHEST = 65535


class NoKey(KeyringError):
    """There is no key to sign with."""


@dataclass(frozen=True, slots=True)
class SealKeys:
    """By number. `private` may be empty, where heads are only verified."""

    private: dict[int, Ed25519PrivateKey] = field(repr=False, default_factory=dict)
    public: dict[int, Ed25519PublicKey] = field(default_factory=dict)

    @classmethod
    def parse(cls, private: str, public: str = "") -> SealKeys:
        """Of two lists such as `1:base64,2:base64`; either may be empty. Raises KeyringError."""
        own = _parsed("HUANCUI_SEAL_KEYS", private)
        others = _parsed("HUANCUI_SEAL_PUBLIC_KEYS", public)
        keys = {n: Ed25519PrivateKey.from_private_bytes(seed) for n, seed in own.items()}
        known = {n: Ed25519PublicKey.from_public_bytes(each) for n, each in others.items()}
        return cls(keys, known | {n: key.public_key() for n, key in keys.items()})

    @property
    def current(self) -> int:
        """The number of the key that signs. Raises `NoKey`."""
        if not self.private:
            raise NoKey(
                "There is no key to seal with: set HUANCUI_SEAL_KEYS for "
                "the workers. `python -m config.environment` prints a fresh one."
            )
        return max(self.private)

    def sign(self, head: bytes) -> bytes:
        """64 bytes, by the current key."""
        return self.private[self.current].sign(links.signed(head))

    def holds(self, signature: bytes, head: bytes, *, key: str) -> bool | None:
        """Whether the key of that number signed this head; None when it is not known here."""
        public = self.public.get(int(key)) if key.isdecimal() else None
        if public is None:
            return None
        try:
            public.verify(signature, links.signed(head))
        except InvalidSignature:
            return False
        return True

    def printed(self) -> dict[str, str]:
        """The public keys as hex, by number."""
        return {str(n): key.public_bytes_raw().hex() for n, key in sorted(self.public.items())}


def _parsed(variable: str, text: str) -> dict[int, bytes]:
    return parse_numbered_keys(variable, text, highest=HIGHEST) if text.strip() else {}
