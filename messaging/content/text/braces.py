"""Where placeholders stand in a body: every closed ``{{ … }}``, whatever is inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BRACES = re.compile(r"\{\{|\}\}")
_NAME = re.compile(r"[^\W\d]\w*\Z")


@dataclass(frozen=True, slots=True)
class Token:
    """A ``{{ … }}`` found in a body. ``name`` is None when what is inside is no name."""

    name: str | None
    inner: str
    start: int
    end: int


def tokens(body: str) -> Iterator[Token]:
    """Every closed ``{{ … }}`` from left to right; a second ``{{`` starts afresh."""
    opened: int | None = None
    for brace in BRACES.finditer(body):
        if brace.group() == "{{":
            opened = brace.start()
        elif opened is not None:
            inner = body[opened + 2 : brace.start()].strip()
            name = inner if _NAME.match(inner) else None
            yield Token(name=name, inner=inner, start=opened, end=brace.end())
            opened = None
