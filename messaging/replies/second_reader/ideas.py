"""The ideas a reply has words for, in their order: REFUSE, RECEIVE, TEXT.

Words of one idea stand for each other in every language and order, so that what was learned of
one is known of the others. A word may have several ideas.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from messaging.replies.normalising.speech import Said, heard

FILE = Path(__file__).with_name("ideas.txt")
_LATIN = re.compile(r"[A-Z0-9]+")


class Words(NamedTuple):
    """Word → ideas. `stems`: how English words begin. `longest`: characters of a Chinese one."""

    chinese: Mapping[str, Sequence[str]]
    english: Mapping[str, Sequence[str]]
    stems: Mapping[str, Sequence[str]]
    longest: int


def ideas(said: Said) -> list[Sequence[str]]:
    """For each word that has any, its ideas, in the order of the reply."""
    if said.text.isascii():
        return [found for word in said.words if (found := _of_latin(word))]
    return list(_in_chinese(said.text))


def _in_chinese(text: str) -> Iterator[Sequence[str]]:
    known, at = words(), 0
    while at < len(text):
        latin = _LATIN.match(text, at)
        found, end = _of_latin(latin[0]) if latin else (), latin.end() if latin else at + 1
        for longest in range(at + known.longest, at, -1) if not latin else ():
            if found := known.chinese.get(text[at:longest], ()):
                end = longest
                break
        if found:
            yield found
        at = end


def _of_latin(word: str) -> Sequence[str]:
    return words().english.get(word) or _by_stem(word, words().stems)


def _by_stem(word: str, stems: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return next((stems[word[:end]] for end in range(len(word), 2, -1) if word[:end] in stems), ())


@cache  # some milliseconds: not before the first reply
def words() -> Words:
    chinese, english, stems = (defaultdict[str, list[str]](list) for _ in range(3))
    for line in FILE.read_text(encoding="utf-8").splitlines():
        idea, *written = line.split(" ")
        for word in written:
            spelt = heard(word).text
            if not spelt.isascii():
                chinese[spelt].append(idea)
            elif word.endswith("*"):
                stems[spelt].append(idea)
            else:
                english[word.upper()].append(idea)
    return Words(dict(chinese), dict(english), dict(stems), max(map(len, chinese)))
