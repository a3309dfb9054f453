"""Small talk, and when it will be paid or was: replies of ordinary words and hardly another.

A clause that refuses ("明天还不了") is never ordinary, whatever it is made of.
"""

from datetime import date

from messaging.replies.harmless import chinese, english
from messaging.replies.harmless.pieces import Pieces
from messaging.replies.normalising.speech import Said
from messaging.replies.promised.clauses import clauses

_ANY_DAY = date(2026, 1, 1)  # whichever: only what clauses say matters here
_LONGEST = 80  # characters; a longer reply says more than this
_ORDINARY = Pieces(
    (*chinese.SMALL_TALK, *chinese.PAYMENT),
    english.SMALL_TALK | english.PAYMENT,
    english.PHRASES,
)
MOST_UNKNOWN = 2
"""Characters of a Chinese reply ("卖了花生就还"); of an English one, one word is as much."""
LARGEST_PART = 1 / 3
"""Of a reply that may be unknown."""


def is_wholly_ordinary(text: str, said: Said) -> bool:
    """The same without a single character or word that is unknown."""
    return bool(said.text) and not _ORDINARY.missing(said) and is_ordinary(text, said)


def is_ordinary(text: str, said: Said) -> bool:
    """`said`: the same reply as heard. Not so a reply without a word."""
    if not said.text or len(text) > _LONGEST:
        return False
    weight = 2 if said.text.isascii() else 1
    unknown = _ORDINARY.missing(said) * weight
    length = len(said.words) * weight if said.text.isascii() else len(said.text)
    if unknown > MOST_UNKNOWN or unknown > length * LARGEST_PART:
        return False
    return not any(part.refuses for part in clauses(text, _ANY_DAY))
