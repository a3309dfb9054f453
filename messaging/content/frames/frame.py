"""What a frame is: classes of words that, standing together, say what no lender may say.

"Tell" and "your mother" are ordinary words; in one clause they are a threat to tell her. A frame
names the classes and how near they must stand; which words they hold is the vocabulary's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from messaging.content.reading.tokens import Sentence, Word
from messaging.content.text.findings import Level

_MOST_PAIRS = 400  # looked at for one frame in one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """``parts``: one word of each, of any of its classes (a class written ``a|b`` is either).

    ``reach``: units of the original (characters) from the first word to the last. ``ordered``:
    in the order written. ``key``: the part a "never" must govern to excuse it. ``softens``: in a
    sentence that otherwise serves the customer it only asks a person to look.
    """

    code: str
    kind: str
    parts: tuple[str, ...]
    level: Level = "block"
    scope: Literal["clause", "sentence"] = "clause"
    reach: int = 30
    ordered: bool = False
    key: int = -1
    excuses: frozenset[str] = frozenset({"ruled_out", "fraud_warning"})
    softens: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A frame met in a sentence, by these words of it, one for each part."""

    frame: Frame
    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        return min(word.start for word in self.words)

    @property
    def end(self) -> int:
        return max(word.end for word in self.words)

    @property
    def key(self) -> Word:
        """The word a negation must govern."""
        return self.words[self.frame.key]


def matches(frame: Frame, sentence: Sentence) -> Iterator[Match]:
    """Every way the frame is met in a sentence, the nearest words first."""
    pools = [[w for w in sentence.words if _is(w, part)] for part in frame.parts]
    if not all(pools):
        return
    found = []
    for count, words in enumerate(product(*pools)):
        if count >= _MOST_PAIRS:
            break
        if _fits(frame, words):
            found.append(Match(frame, words))
    yield from sorted(found, key=lambda match: (match.end - match.start, match.start))


def _is(word: Word, part: str) -> bool:
    return not word.classes.isdisjoint(part.split("|"))


def _fits(frame: Frame, words: Sequence[Word]) -> bool:
    if len({(word.start, word.end) for word in words}) < len(words):
        return False
    if frame.scope == "clause" and len({word.clause for word in words}) > 1:
        return False
    starts = [word.start for word in words]
    if frame.ordered and starts != sorted(starts):
        return False
    english = all(word.key.isascii() for word in words)
    reach = frame.reach * 3 if english else frame.reach
    return max(word.end for word in words) - min(starts) <= reach
