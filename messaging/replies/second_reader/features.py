"""What the second reader looks at: pieces of up to four characters, words of up to three.

Figures count as one sign each, so that 3260 and 800 look alike. Beside the pieces stand the ideas
that the words have in common with others.
"""

import re
from collections.abc import Iterator, Sequence

from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.ideas import ideas

_FIGURE = re.compile(r"\d+")
_LATIN = re.compile(r"[A-Z]+")
_HAN = re.compile(r"[㐀-鿿]")
MOST_CHARACTERS = 200  # of a reply; what it means is said by then
MOST_IDEAS = 20


def features(said: Said) -> set[str]:
    """Every piece of a reply; a smile alone has none."""
    text = _FIGURE.sub("0", said.text[:MOST_CHARACTERS])
    if not text:
        return set()
    thought = _thoughts(ideas(said))
    if _HAN.search(text):
        return {*_pieces(text), *("w:" + word for word in _LATIN.findall(text)), *thought}
    return {*_phrases(said.words), *thought}


def _thoughts(found: Sequence[Sequence[str]]) -> Iterator[str]:
    """Each idea, each after another, and each beside any other."""
    row = [("^",), *found[:MOST_IDEAS], ("$",)]
    for place, here in enumerate(row):
        for idea in here:
            yield "i:" + idea
            for after in row[place + 1] if place + 1 < len(row) else ():
                yield f"i:{idea}>{after}"
            for later in row[place + 2 :]:
                yield from (f"i:{min(idea, other)}&{max(idea, other)}" for other in later)


def _pieces(text: str) -> Iterator[str]:
    marked = f"^{text}$"
    for length in (1, 2, 3, 4):
        for start in range(len(marked) - length + 1):
            yield marked[start : start + length]
    for start in range(len(marked) - 2):
        yield f"{marked[start]}_{marked[start + 2]}"


def _phrases(said: Sequence[str]) -> Iterator[str]:
    plain = (word.replace("'", "").replace("’", "") for word in said)
    words = ["^", *(_FIGURE.sub("0", word) for word in plain), "$"]
    for start, word in enumerate(words):
        yield "w:" + word
        if start + 1 < len(words):
            yield f"w:{word} {words[start + 1]}"
        if start + 2 < len(words):
            yield f"w:{word} {words[start + 1]} {words[start + 2]}"
            yield f"w:{word} _ {words[start + 2]}"
    for word in words[1:-1]:
        yield from _letters(f"<{word[:20]}>")


def _letters(word: str) -> Iterator[str]:
    for length in (3, 4, 5):
        for start in range(len(word) - length + 1):
            yield "l:" + word[start : start + length]
