"""The phrases no reminder may carry, or only with care, and how to find them in a folded text.

Shipped as ``wording_list/wording.csv``: category, phrase, level (BLOCK or WARN), reason, reason_zh,
suggestion. A phrase may stand in simplified or traditional characters; 您 and 你 are one; a 的
may be missing in the text; a number stands for any number.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from messaging.content.text.findings import Level
from messaging.content.text.fold import Folded, fold, plain
from messaging.content.trie import words_pattern

_NUMBER = "[0-9〇零一二两三四五六七八九十百半]{1,4}"
_LATIN = re.compile("[a-z0-9]")
_LETTER_FORMS = {"a": "[a4]", "e": "[e3]", "i": "[i1l]", "l": "[l1i]", "o": "[o0]", "s": "[s5]"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the wording list."""

    category: str
    phrase: str
    level: Level
    reason: str
    reason_zh: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry met in a text; ``start`` and ``end`` index the original text."""

    entry: Entry
    start: int
    end: int


class WordingList:
    """Entries compiled once; ``hits`` looks for all of them in one pass per script."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        chinese = [entry for entry in self.entries if not entry.phrase.isascii()]
        self._words = {form: e for e in chinese for form in _forms(e.phrase)}
        self._shorter = {
            word: [word[:end] for end in range(1, len(word)) if word[:end] in self._words]
            for word in self._words
        }
        self._dense = re.compile(f"(?=({words_pattern(self._words)}))")
        self._numbers = [
            (re.compile(re.sub(r"\d+", _NUMBER, plain(e.phrase))), e)
            for e in chinese
            if re.search(r"\d", e.phrase)
        ]
        self._english = [
            (re.compile(_english_pattern(entry.phrase)), entry)
            for entry in self.entries
            if entry.phrase.isascii()
        ]

    def hits(self, folded: Folded) -> list[Hit]:
        """Every entry met, by place, the longer first; they may overlap."""
        found = [*self._chinese_hits(folded), *self._english_hits(folded)]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def may_hit(self, dense: str) -> bool:
        """Whether anything Chinese is met in what was folded to characters without blanks."""
        return bool(self._words and self._dense.search(dense)) or any(
            pattern.search(dense) for pattern, _entry in self._numbers
        )

    def _chinese_hits(self, folded: Folded) -> Iterator[Hit]:
        if self._words:
            for match in self._dense.finditer(folded.dense):
                longest, start = match.group(1), match.start(1)
                for word in (longest, *self._shorter[longest]):
                    yield _hit(self._words[word], folded.dense_at, start, start + len(word))
        for pattern, entry in self._numbers:
            for match in pattern.finditer(folded.dense):
                yield _hit(entry, folded.dense_at, match.start(), match.end())

    def _english_hits(self, folded: Folded) -> Iterator[Hit]:
        if not _LATIN.search(folded.spaced):
            return  # most names and products: nothing English can stand in them
        for pattern, entry in self._english:
            for match in pattern.finditer(folded.spaced):
                yield _hit(entry, folded.spaced_at, match.start(), match.end())


def parse(text: str) -> list[Entry]:
    """The entries of a wording list file. ValueError names the bad row."""
    entries = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        level = (row.get("level") or "").lower()
        phrase = (row.get("phrase") or "").strip()
        if level not in ("block", "warn") or not fold(phrase).dense:
            raise ValueError(f"row {number} of the wording list has no phrase or no level")
        entries.append(
            Entry(
                category=row.get("category") or "",
                phrase=phrase,
                level=cast(Level, level),
                reason=row.get("reason") or "",
                reason_zh=row.get("reason_zh") or "",
                suggestion=row.get("suggestion") or "",
            )
        )
    return entries


@cache
def shipped() -> WordingList:
    """The wording list that comes with the product."""
    file = files("messaging.content").joinpath("wording_list/wording.csv")
    return WordingList(parse(file.read_text(encoding="utf-8-sig")))


def _forms(phrase: str) -> set[str]:
    folded = plain(phrase)
    return {folded, folded.replace("的", "")}


def _english_pattern(phrase: str) -> str:
    """Whole words, also spelled out with stars or blanks; the last may carry -s, -ed, -ing."""
    words = [
        " ?".join(_LETTER_FORMS.get(c, c) for c in word) for word in fold(phrase).spaced.split()
    ]
    return rf"(?<![a-z0-9]){' ?'.join(words)}(?:s|ed|ing)?(?![a-z0-9])"


def _hit(entry: Entry, at: list[int], start: int, end: int) -> Hit:
    return Hit(entry=entry, start=at[start], end=at[end - 1] + 1)
