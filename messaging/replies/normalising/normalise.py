"""A reply reduced to what was meant: capital letters, digits and simplified characters.

NFKC, then control and zero-width characters go, look-alike letters and traditional characters are
folded, the rest is upper-cased, and everything but letters and digits is dropped.
"""

import re
import unicodedata
from functools import lru_cache

from messaging.content.text.characters import LATIN_LOOKALIKES, TRADITIONAL_TO_SIMPLIFIED

_SAME = TRADITIONAL_TO_SIMPLIFIED | LATIN_LOOKALIKES
_BETWEEN_WORDS = re.compile(r"[^\w'’`]+")  # "don't" is one word
MAX_LENGTH = 2000  # characters looked at; a longer reply is read by its beginning


def normalise(text: str) -> str:
    """``" ｔ。d "`` → ``"TD"``; ``"請 退訂！"`` → ``"请退订"``. Never fails."""
    return "".join(normalised_words(text))


def normalised_words(text: str) -> list[str]:
    """The same in the pieces between blanks and punctuation: ``"Don't, pls"`` → DONT, PLS."""
    composed = unicodedata.normalize("NFKC", text[:MAX_LENGTH])
    pieces = ("".join(map(_plain, piece)) for piece in _BETWEEN_WORDS.split(composed))
    return [piece for piece in pieces if piece]


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    folded = _SAME.get(character, character).upper()
    return "".join(_SAME.get(c, c).upper() for c in folded if c.isalnum())
