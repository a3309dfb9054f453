"""A person's name as it is searched: 陳 大文 finds 陈大文, and ＪＯＨＮ smith finds John Smith."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

SHORTEST = 2
"""Signs: a single one is nobody's whole name."""


def searched(name: str) -> str:
    """The name without what people write differently: width, case, script, blanks and the dots,
    dashes and apostrophes between its parts; "" where nothing is left that could be a name."""
    wide = unicodedata.normalize("NFKC", name)
    letters = "".join(sign for sign in wide if sign.isalpha() or unicodedata.combining(sign))
    folded: str = _simplified().convert(letters.casefold())
    return folded if len(folded) >= SHORTEST else ""


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
