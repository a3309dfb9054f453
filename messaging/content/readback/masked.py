"""Names are no claims: what could be read as a figure in them is taken out before reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from messaging.content.readback.shape import NAME

__all__ = ["NAME", "masked"]

_COULD_BE_READ = re.compile(r"\d|逾期|到期|最早|合[计計]|\b(?:due|overdue|total)\b")
_SHORT = 5
"""A name of fewer characters might stand inside a figure by chance."""


def masked(text: str, customer: str, names: Iterable[str]) -> str:
    """The text with a mark for the customer where they are met first (so that the texts of a run
    have one shape), and for each of the names that could be read (360借条, 400-600-0000)."""
    if customer:
        text = text.replace(customer, NAME, 1)
    for name in names:
        if _could_be_read(name):
            text = _without(text, name)
    return text


def _without(text: str, name: str) -> str:
    if len(name) >= _SHORT:
        return text.replace(name, NAME)
    return re.sub(rf"(?<![\d.,]){re.escape(name)}(?![\d.,])", NAME, text)


@lru_cache(maxsize=4096)
def _could_be_read(name: str) -> bool:
    return len(name) > 1 and _COULD_BE_READ.search(name) is not None
