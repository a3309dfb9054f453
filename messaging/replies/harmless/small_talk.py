"""Assent, thanks, greetings, laughter, where and who somebody is: replies of such words alone."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from messaging.replies.firsts import first_characters
from messaging.replies.harmless import chinese, english
from messaging.replies.speech import Said

_FIGURE = re.compile(r"\d{1,8}")
_HAN = re.compile(r"[㐀-鿿]")
_PHRASES = re.compile("|".join(english.PHRASES))
_LONGEST = 120  # characters; a longer reply says more than this


def is_small_talk(said: Said) -> bool:
    """Whether the whole reply is made of words known to be harmless. Not so a reply of none."""
    text = said.text
    if not text or len(text) > _LONGEST:
        return False
    return _spelt(text) if _HAN.search(text) else _in_english(said)


def _in_english(said: Said) -> bool:
    plain = [word.replace("'", "").replace("’", "") for word in said.words]
    strong = _PHRASES.search("".join(plain))
    known = english.SMALL_TALK
    return all(
        word in known or _FIGURE.fullmatch(word) or (strong and word in strong[0]) for word in plain
    )


def _spelt(text: str) -> bool:
    """Whether known pieces, put one after the other, spell the text."""
    reached, pieces = {0}, _pieces()
    for start in range(len(text)):
        if start in reached:
            for piece in pieces.get(text[start], ()):
                if found := piece.match(text, start):
                    reached.add(found.end())
    return len(text) in reached


@cache
def _pieces() -> Mapping[str, Sequence[re.Pattern[str]]]:
    """By the characters they can begin with."""
    index = defaultdict[str, list[re.Pattern[str]]](list)
    for piece in dict.fromkeys(chinese.SMALL_TALK):
        compiled = re.compile(piece)
        for character in first_characters(piece):
            index[character].append(compiled)
    return dict(index)
