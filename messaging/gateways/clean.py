"""What a gateway says, made fit to be stored: no control characters, no lone surrogates, cut."""

from __future__ import annotations

import re

_ID = re.compile(r"[0-9]{1,18}")
CODE_LENGTH = 40
REF_LENGTH = 80


def code(said: object) -> str:
    """An error code of a gateway; empty for what is no text or number."""
    return _line(said)[:CODE_LENGTH]


def ref(said: object) -> str:
    """A gateway's own id; empty for what is no text or number, or too long to be told apart."""
    line = _line(said)
    return line if len(line) <= REF_LENGTH else ""


def message_id(said: object) -> int | None:
    """Our own id as a gateway writes it back; None when it cannot be one of ours."""
    if isinstance(said, int) and not isinstance(said, bool) and 0 < said < 10**18:
        return said
    if isinstance(said, str) and _ID.fullmatch(said):
        return int(said) or None
    return None


def _line(said: object) -> str:
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    text = said if isinstance(said, str) else str(said) if abs(said) < 10**30 else ""
    return "".join(c if c.isprintable() else "?" for c in text.strip())
