"""The ends of loan numbers a text tells, held against the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAILS = {
    "en": re.compile(r"\bending (?:in |with )?([0-9A-Za-z-]+(?:(?:, | and )[0-9A-Za-z-]+)*)"),
    "zh-hans": re.compile(r"尾[号號][为為是：:]?\s?([0-9A-Za-z-]+(?:、[0-9A-Za-z-]+)*)"),
}
_TAILS["zh-hant"] = _TAILS["zh-hans"]
_JOINER = re.compile(", | and |、")


def take_tails(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The text without the tails it tells, and these tails."""
    found = _TAILS[language].search(text)
    if found is None:
        return text, ()
    start, end = found.span(1)
    said = found[1]
    if language == "en" and text.startswith(" more", end):
        said, _and, _number = said.rpartition(" and ")  # … and 2 more
        end = start + len(said)
    rest = text[:start] + text[end:]
    return rest, (said,) if said.isalnum() else tuple(_JOINER.split(said))


def tails_agree(said: Sequence[str], numbers: Sequence[str]) -> bool:
    """Each tail is that of one loan and of no other, and there are as many as loans; of very many
    loans the first few are enough."""
    if len(numbers) == 1:
        return len(said) == 1 and numbers[0].endswith(said[0])
    if len(said) != len(numbers) and not 1 < len(said) < len(numbers):
        return False
    return len(set(said)) == len(said) and all(_is_of_one(tail, numbers) for tail in said)


def _is_of_one(tail: str, numbers: Sequence[str]) -> bool:
    """One number may be the whole end of another; then it is exactly that number."""
    return tail in numbers or sum(number.endswith(tail) for number in numbers) == 1
