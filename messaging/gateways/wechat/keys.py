"""What a WeChat gateway's credentials hold: app secret, and what callbacks are signed and sealed
with, written secret:token:EncodingAESKey."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

AES_KEY_LENGTH = 43


class BadKeys(ValueError):
    """The credentials are not written so."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`aes`: 32 bytes."""

    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    aes: bytes = field(repr=False)


def read(secret: str) -> Keys:
    """Raises BadKeys."""
    parts = secret.split(":")
    if len(parts) != 3 or not all(parts) or len(parts[2]) != AES_KEY_LENGTH:
        raise BadKeys("credentials must be written secret:token:EncodingAESKey")
    try:
        aes = base64.b64decode(parts[2] + "=", validate=True)
    except binascii.Error:
        raise BadKeys("EncodingAESKey is 43 letters and digits") from None
    return Keys(parts[0], parts[1], aes)
