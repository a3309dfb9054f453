"""What changed between two texts, word by word, as a reader sees it.

A placeholder, a Latin word and a number are one unit each; Chinese is compared by character, and
single characters that happen to agree inside a change are drawn into it, so that nobody has to
read confetti. The time is bounded: a text too long or too repetitive is compared by sentence, and
beyond that as a whole.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "added", "removed", "replaced"]

MAX_UNITS = 2_000  # on each side; the work grows with its square
MAX_PAIRS = 50_000  # equal units on both sides; the work may grow with its power of 1.5
SHORT_AGREEMENT = 1  # characters between two changes that are drawn into them

_WORDS = re.compile(r"\{\{[^{}]*\}\}|[A-Za-z0-9][A-Za-z0-9,.'’-]*[A-Za-z0-9]|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。！？；.!?;\n]*[。！？；.!?;\n]+|[^。！？；.!?;\n]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of both texts: all ``before`` joined are the old text, all ``after`` the new."""

    before: str
    after: str

    @property
    def kind(self) -> Kind:
        if self.before == self.after:
            return "same"
        if not self.before:
            return "added"
        return "replaced" if self.after else "removed"


def compare(before: str, after: str) -> tuple[Change, ...]:
    """The stretches of both texts in order, changed and unchanged in turn; none for two empty."""
    for cut in (_words, _sentences):
        old, new = cut(before), cut(after)
        if _is_affordable(old, new):
            return _merged(_stretches(old, new))
    return (Change(before, after),)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _sentences(text: str) -> list[str]:
    return _SENTENCES.findall(text)


def _is_affordable(old: Sequence[str], new: Sequence[str]) -> bool:
    if max(len(old), len(new)) > MAX_UNITS:
        return False
    counts = Counter(new)
    return sum(times * counts[unit] for unit, times in Counter(old).items()) <= MAX_PAIRS


def _stretches(old: list[str], new: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield Change("".join(old[i1:i2]), "".join(new[j1:j2]))


def _merged(stretches: Iterator[Change]) -> tuple[Change, ...]:
    """Neighbouring changes, and what little agrees between them, as one change."""
    found = list(stretches)
    merged: list[Change] = []
    for place, stretch in enumerate(found):
        inside = 0 < place < len(found) - 1 and _is_short(stretch)
        if merged and (merged[-1].kind != "same") and (inside or stretch.kind != "same"):
            last = merged.pop()
            stretch = Change(last.before + stretch.before, last.after + stretch.after)
        merged.append(stretch)
    return tuple(merged)


def _is_short(stretch: Change) -> bool:
    return stretch.kind == "same" and len(stretch.before.strip()) <= SHORT_AGREEMENT
