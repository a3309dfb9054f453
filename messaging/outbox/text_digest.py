"""By what a text is bound to its hand-overs in the sealed chain: a salt of its own and a hash."""

from __future__ import annotations

import os
from hashlib import sha256

SALT_BYTES = 16


def of(text: str) -> tuple[bytes, bytes]:
    """A fresh salt, and SHA-256 of it and the text as UTF-8."""
    salt = os.urandom(SALT_BYTES)
    return salt, digest(text, salt)


def digest(text: str, salt: bytes) -> bytes:
    """32 bytes; the salt first."""
    return sha256(salt + text.encode()).digest()
