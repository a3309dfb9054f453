"""A text as links and numbers are read from it, with the way back to the original.

Unlike ``fold`` it keeps punctuation and blanks; it undoes width, foreign digits and what nobody
sees. A placeholder becomes one ``GAP``, so that what stands in it is never taken for the text.
"""

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from messaging.content.text.braces import tokens

GAP = "\ufffc"
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}


@dataclass(frozen=True, slots=True)
class Flat:
    """``at[i]`` is the place of the i-th character in the original; letters are lower-case."""

    text: str = field(repr=False)
    at: list[int]
    length: int  # of the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The places of a match in the original; a gap is taken whole."""
        if self.text[end - 1] == GAP:
            return self.at[start], self.at[end] if end < len(self.at) else self.length
        return self.at[start], self.at[end - 1] + 1


def masked(body: str) -> str:
    """The body with every placeholder blotted out; all places stay."""
    parts, position = [], 0
    for token in tokens(body):
        parts += [body[position : token.start], GAP * (token.end - token.start)]
        position = token.end
    return "".join([*parts, body[position:]])


def flatten(text: str) -> Flat:
    """Flatten a text, masked or not; never fails, whatever the characters."""
    kept: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        if character == GAP and kept and kept[-1] == GAP:
            continue
        for each in _flat_character(character):
            kept.append(each)
            at.append(place)
    return Flat("".join(kept), at, len(text))


@lru_cache(maxsize=8192)
def _flat_character(character: str) -> str:
    if character == GAP:
        return GAP
    if character.isspace():
        return " "
    if unicodedata.category(character) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    return "".join(_digit(c) for c in plain if unicodedata.category(c) not in _UNSEEN).lower()


def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character
