"""One meaning's cues, compiled once, when first needed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from messaging.replies.cues.firsts import first_characters
from messaging.replies.normalising.speech import Said


def choice(words: Iterable[str]) -> str:
    """An alternation that tries the longest word first."""
    return "|".join(sorted(words, key=len, reverse=True))


class Cues:
    """Where a reply has one of the cues, outside what is known to be harmless."""

    def __init__(self, cues: Iterable[str], *, harmless: Iterable[str] = ()) -> None:
        self._cues, self._excluded = tuple(cues), tuple(harmless)

    @cached_property  # a third of a second for all meanings: not before the first reply
    def _index(self) -> Mapping[str, Sequence[re.Pattern[str]]]:
        """The cues by the characters they can begin with: two or three for most characters."""
        index = defaultdict[str, list[re.Pattern[str]]](list)
        for cue in sorted(self._cues, key=len, reverse=True):
            compiled = re.compile(cue)
            for character in first_characters(cue):
                index[character].append(compiled)
        return dict(index)

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return re.compile(choice(self._excluded) or "(?!)")

    def found_in(self, said: Said) -> bool:
        return next(self.each_in(said), None) is not None

    def each_in(self, said: Said) -> Iterator[re.Match[str]]:
        """Every cue that stands in it; what is harmless has been struck out of its text."""
        if next(self._each_in(said.text, said), None) is not None:  # mostly there is none
            yield from self._each_in(self._harmless.sub(_strike, said.text), said)

    def _each_in(self, text: str, said: Said) -> Iterator[re.Match[str]]:
        index, past = self._index, 0
        for start in said.starts:
            for cue in index.get(text[start], ()) if start >= past else ():
                if found := cue.match(text, start):
                    yield found
                    past = found.end()
                    break


def _strike(found: re.Match[str]) -> str:
    return "/" * len(found[0])
