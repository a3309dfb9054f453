"""Keys as settings carry them: base64 text, read with errors that say what to do."""

import base64
import binascii

from accounts.privacy.errors import KeyringError

KEY_BYTES = 32
HOW_TO_MAKE_A_KEY = "`python -m config.environment` prints a fresh set of keys."


def parse_key(variable: str, text: str) -> bytes:
    """Base64 (plain or URL-safe) of exactly 32 bytes. The key itself is never in the error."""
    text = text.strip()
    if not text:
        raise KeyringError(f"{variable} is not set. {HOW_TO_MAKE_A_KEY}")
    try:
        key = base64.b64decode(text.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        raise KeyringError(f"{variable} is not base64. {HOW_TO_MAKE_A_KEY}") from None
    if len(key) != KEY_BYTES:
        raise KeyringError(f"{variable} has {len(key)} bytes, not {KEY_BYTES}. {HOW_TO_MAKE_A_KEY}")
    return key


def parse_numbered_keys(variable: str, text: str, *, highest: int) -> dict[int, bytes]:
    """ "1:base64,2:base64" as {1: …, 2: …}; at least one."""
    keys: dict[int, bytes] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        number, colon, key_text = item.partition(":")
        number = number.strip()
        if not colon or not (number.isascii() and number.isdigit()) or int(number) > highest:
            raise KeyringError(
                f"{variable} is a list such as 1:base64,2:base64, with numbers up to {highest}. "
                f"{HOW_TO_MAKE_A_KEY}"
            )
        if int(number) in keys:
            raise KeyringError(f"{variable} names key {int(number)} twice.")
        keys[int(number)] = parse_key(f"{variable} (key {int(number)})", key_text)
    if not keys:
        raise KeyringError(f"{variable} is not set; it looks like 1:base64. {HOW_TO_MAKE_A_KEY}")
    return keys
