"""A text as a reader takes it in, stripped of disguises, with the way back to the original.

Folding undoes width, case, accents, traditional characters and look-alikes, and drops what
nobody sees. ``dense`` has letters and digits only; ``spaced`` keeps one blank wherever
something visible (a space, a comma, a star) stood between them, so that words can be told apart.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from messaging.content.text.characters import (
    CHINESE_LOOKALIKES,
    LATIN_LOOKALIKES,
    TRADITIONAL_TO_SIMPLIFIED,
)

_SAME = TRADITIONAL_TO_SIMPLIFIED | CHINESE_LOOKALIKES | LATIN_LOOKALIKES
_LETTER_SIGNS = {"@": "a", "$": "s"}  # read as letters only beside a Latin letter
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}
_APOSTROPHES = "'’‘`´"


@dataclass(frozen=True, slots=True)
class Folded:
    """``dense_at[i]`` and ``spaced_at[i]`` are the places of the i-th character in the
    original; a blank in ``spaced`` points at what it stands for."""

    dense: str = field(repr=False)
    dense_at: list[int]
    spaced: str = field(repr=False)
    spaced_at: list[int]


@lru_cache(maxsize=8)  # the parts of one review fold the same text
def fold(text: str) -> Folded:
    """Fold a whole text; never fails, whatever the characters."""
    dense: list[str] = []
    dense_at: list[int] = []
    spaced: list[str] = []
    spaced_at: list[int] = []
    gap: int | None = None
    for place, character in enumerate(text):
        kept = fold_character(character) or _sign_as_letter(text, place)
        if kept is None:
            continue
        if not kept:
            gap = place
            continue
        if gap is not None and spaced:
            spaced.append(" ")
            spaced_at.append(gap)
        gap = None
        dense.extend(kept)
        dense_at.extend([place] * len(kept))
        spaced.extend(kept)
        spaced_at.extend([place] * len(kept))
    return Folded("".join(dense), dense_at, "".join(spaced), spaced_at)


def plain(text: str) -> str:
    """The dense form alone."""
    return fold(text).dense


@lru_cache(maxsize=8192)
def fold_character(character: str) -> str | None:
    """Letters and digits it stands for; "" for something visible between; None if unseen."""
    category = unicodedata.category(character)
    if character in "\n\r\t":
        return ""
    if category in _UNSEEN or character in _APOSTROPHES:
        return None
    plain_form = unicodedata.normalize("NFKC", _SAME.get(character, character))
    bare = unicodedata.normalize("NFD", plain_form)
    folded = "".join(_SAME.get(c, c) for c in bare if unicodedata.category(c) != "Mn")
    return "".join(_SAME.get(c, c) for c in folded.casefold() if c.isalnum())


def _sign_as_letter(text: str, place: int) -> str | None:
    character = text[place]
    letter = _LETTER_SIGNS.get(unicodedata.normalize("NFKC", character))
    if letter is None:
        return fold_character(character)
    beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
    return letter if any(c.isascii() and c.isalpha() for c in beside) else ""
