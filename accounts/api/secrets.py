"""The text of a key: `hck_` + a public part that names it + two secrets of 256 bits each. Pure.

Each secret is shown to another person (accounts.api.keys), so that nobody at the desks ever holds a
key: they come together in the system that calls.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import NamedTuple

PREFIX = "hck"
_43_SIGNS = r"([A-Za-z0-9_-]{43})"
_KEY = re.compile(rf"{PREFIX}_([a-z2-7]{{12}})_{_43_SIGNS}{_43_SIGNS}", re.ASCII)
_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"


class Parts(NamedTuple):
    """What a caller showed."""

    public_id: str
    first: str
    second: str

    def __repr__(self) -> str:
        return f"Parts({self.public_id!r}, …)"


def new_public_id() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(12))


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def first_part(public_id: str, secret: str) -> str:
    """The key's beginning; the second secret follows it without a blank."""
    return f"{PREFIX}_{public_id}_{secret}"


def read(text: str) -> Parts | None:
    """None: no key of ours, whatever it is."""
    found = _KEY.fullmatch(text)
    return Parts(*found.groups()) if found else None


def hashed(secret: str) -> bytes:
    """Drawn at random with 256 bits, it needs no slow hash: nobody can try them."""
    return hashlib.sha256(secret.encode()).digest()
