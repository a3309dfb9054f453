"""How WeChat signs and seals what it calls us with: SHA-1 over sorted words, AES-256-CBC. Pure.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Message_encryption_and_decryption_instructions.html
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
HEAD = 20
"""Sixteen random bytes, four of length."""


class Unsealable(ValueError):
    """Not sealed with this key, or for another account."""


def signature(*words: str) -> str:
    """Of a token, a timestamp, a nonce and, of what is sealed, the sealed text."""
    return hashlib.sha1("".join(sorted(words)).encode(), usedforsecurity=False).hexdigest()


def is_signed(said: str, *words: str) -> bool:
    return hmac.compare_digest(signature(*words).encode(), said.encode(errors="replace"))


def opened(sealed: str, *, aes: bytes, app_id: str) -> bytes:
    """Raises Unsealable."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise Unsealable("no base64") from None
    if not raw or len(raw) % 16:
        raise Unsealable("cut")
    decryptor = Cipher(algorithms.AES(aes), modes.CBC(aes[:16])).decryptor()
    plain = decryptor.update(raw) + decryptor.finalize()
    padding = plain[-1]
    if not 1 <= padding <= BLOCK or len(plain) < HEAD + padding:
        raise Unsealable("another key")
    plain = plain[:-padding]
    (length,) = struct.unpack(">I", plain[16:HEAD])
    content, account = plain[HEAD : HEAD + length], plain[HEAD + length :]
    if len(content) != length or account != app_id.encode():
        raise Unsealable("another account")
    return content
