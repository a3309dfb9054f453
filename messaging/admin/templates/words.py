"""Texts found by their words: which versions hold them, and where in a version they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.text import smart_split, unescape_string_literal

WORDS = ("body", "subject")
"""What a customer reads of a version."""
SHOWN = 40
"""Characters of a text that a list shows."""
BEFORE = 12


def asked(typed: str) -> Iterator[str]:
    """What is looked for, as lists of the admin read it: words, or a phrase in quotation marks."""
    for bit in smart_split(typed):
        quoted = len(bit) > 1 and bit[0] == bit[-1] and bit[0] in "\"'"
        yield unescape_string_literal(bit) if quoted else bit


def holding(typed: str) -> ExpressionWrapper[Any]:
    """Of a version: whether it holds all of it itself; false when nothing is looked for."""
    words = [word for word in asked(typed) if "\0" not in word]
    condition = Q() if words else Q(pk__in=[])
    for word in words:
        condition &= Q(*((f"{name}__icontains", word) for name in WORDS), _connector=Q.OR)
    return ExpressionWrapper(condition, output_field=BooleanField())


def around(body: str, typed: str) -> str:
    """The first words of a text, or those around what is looked for."""
    plain = " ".join(body.split())
    places = [plain.lower().find(word.lower()) for word in asked(typed)]
    first = min((place for place in places if place >= 0), default=0)
    begin = max(0, first - BEFORE)
    cut = plain[begin : begin + SHOWN]
    return f"{'…' if begin else ''}{cut}{'…' if begin + SHOWN < len(plain) else ''}"
