"""What a gateway says, made fit to be stored: no control characters, no lone surrogates, cut."""

from __future__ import annotations

CODE_LENGTH = 40
REF_LENGTH = 80


def code(said: object) -> str:
    """An error code of a gateway; empty for what is no text or number."""
    return _line(said)[:CODE_LENGTH]


def ref(said: object) -> str:
    """A gateway's own id; empty for what is no text or number, or too long to be told apart."""
    line = _line(said)
    return line if len(line) <= REF_LENGTH else ""


def _line(said: object) -> str:
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    text = said if isinstance(said, str) else str(said) if abs(said) < 10**30 else ""
    return "".join(c if c.isprintable() else "?" for c in text.strip())
