"""Words put in where a reply only sounds like them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from messaging.replies.by_ear.sounds import sounds
from messaging.replies.by_ear.words import WORDS, WORDS_TOO
from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.opinion import FILE
from messaging.second_reader.weights import load


def by_ear(said: Said) -> Said | None:
    """The reply with every such word written as it should be; None when it has none."""
    text, at, found = said.text, 0, False
    heard = ""
    while at < len(text):
        word = _word_at(text, at)
        if word is not None:
            found = True
        heard += word or text[at]
        at += len(word) if word else 1
    return Said(heard, range(len(heard)), [heard], heard) if found else None


def _word_at(text: str, start: int) -> str | None:
    table = sounds()
    for word in _words().get(table.get(text[start], ""), ()):
        written = text[start : start + len(word)]
        if written == word or len(written) < len(word):
            continue
        if all(table.get(a) == table[b] for a, b in zip(written, word, strict=True)):
            return word if _makes_no_word(text, start, len(word)) else None
    return None


def _makes_no_word(text: str, start: int, length: int) -> bool:
    """Whether two neighbours in it never stood side by side in a reply we know, nor make one."""
    known = load(FILE).of
    pairs = [text[at : at + 2] for at in range(start, start + length - 1)]
    return any(pair not in known for pair in pairs) and WORDS_TOO.isdisjoint(pairs)


@cache
def _words() -> Mapping[str, Sequence[str]]:
    """By their first syllable, the longest first."""
    table, index = sounds(), defaultdict[str, list[str]](list)
    for word in sorted(WORDS, key=len, reverse=True):
        index[table[word[0]]].append(word)
    return dict(index)
