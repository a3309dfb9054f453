"""Reading JSON of gateways: whatever is in it, nothing here fails but with Unreadable."""

from __future__ import annotations

from typing import Any

from messaging.gateways import clean
from messaging.gateways.webhooks import decoding
from messaging.gateways.webhooks.entries import Unreadable

LONGEST_NUMBER = 40


def document(kept: bytes, content_type: str) -> Any:
    """The JSON of a call, in whatever encoding. Raises Unreadable."""
    text = decoding.decoded(kept, "utf-8", decoding.charset_of(content_type))
    try:
        return decoding.parsed(text)
    except ValueError:
        raise Unreadable("no JSON") from None


def entries(kept: bytes, content_type: str) -> list[Any]:
    """Those of an array; an object alone is one. Raises Unreadable."""
    said = document(kept, content_type)
    if not isinstance(said, list | dict):
        raise Unreadable("neither an array nor an object")
    return said if isinstance(said, list) else [said]


def words(said: object) -> str | None:
    """A text, or a number for its digits; None for anything else."""
    if isinstance(said, bool) or not isinstance(said, str | int):
        return None
    return decoding.clean(said if isinstance(said, str) else clean.code(said))


def number(said: object) -> str:
    """Of a phone, as it was written; empty for what is none."""
    return (words(said) or "").strip()[:LONGEST_NUMBER]
