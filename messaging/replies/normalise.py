"""A reply reduced to what was meant: capital letters, digits and simplified characters.

NFKC, then control and zero-width characters go, look-alike letters and traditional characters are
folded, the rest is upper-cased, and everything but letters and digits is dropped.
"""

import unicodedata
from functools import lru_cache

from messaging.content.characters import LATIN_LOOKALIKES, TRADITIONAL_TO_SIMPLIFIED

_SAME = TRADITIONAL_TO_SIMPLIFIED | LATIN_LOOKALIKES
MAX_LENGTH = 2000  # characters looked at; a longer reply is read by its beginning


def normalise(text: str) -> str:
    """``" ｔ。d "`` → ``"TD"``; ``"請 退訂！"`` → ``"请退订"``. Never fails."""
    composed = unicodedata.normalize("NFKC", text[:MAX_LENGTH])
    return "".join(map(_plain, composed))


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    folded = _SAME.get(character, character).upper()
    return "".join(_SAME.get(c, c).upper() for c in folded if c.isalnum())
