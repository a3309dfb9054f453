"""Phrases of a wording list in disguise: a character spelt or swapped for one that sounds the same,
a word put in between.

Ordinary text is full of chance likenesses, so a likeness counts only where the text cannot be
read otherwise: a swapped character, or one beside a gap, must not belong to a word of its own.
Phrases that are written out are found by ``WordingList.hits``; so are spaces, signs and
look-alikes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from messaging.content.reading.cut import Cut, cut_clause, is_read, key_at, spelling
from messaging.content.reading.sound import spelt, syllables
from messaging.content.reading.units import Unit, units
from messaging.content.reading.vocabulary import NOTHING, vocabulary
from messaging.content.text.fold import plain
from messaging.content.wording_list import Entry, Hit, WordingList

_SHORT = 2  # characters; too short for two liberties at once
_LONGEST_GAP = 4  # units a word put in between may have
_NUMBER = "#"  # stands for any number in a phrase
_DIGITS = re.compile(r"\d+")
_NUMERALS = frozenset("零一二两三四五六七八九十百半")
_LONGEST_NUMBER = 3  # numerals
_MOST_SOUNDS = {2: 1, 3: 1, 4: 2, 5: 2}  # characters of a phrase that may be swapped, by length
_MORE_SOUNDS = 3


@dataclass(frozen=True, slots=True)
class _Way:
    """How a phrase was met: the place of each of its characters, which of them by sound, and the
    gap (its first and last place + 1) if a word was put in between."""

    places: tuple[int, ...]
    swapped: frozenset[int] = frozenset()
    gap: tuple[int, int] = (0, 0)


class _Step(NamedTuple):
    """One unit read: where the clause and the phrase go on, and what liberty it took."""

    at: int
    done: int
    sounds: int = 0
    swapped: bool = False


def disguised(text: str, wording_list: WordingList) -> list[Hit]:
    """The blocking Chinese phrases met in disguise, by place. Not for names: any may sound like
    anything."""
    index = _indexed(wording_list)
    found: list[Hit] = []
    for clause in _clauses(text):
        cut, _sounds = cut_clause(clause)
        words = _Words(clause, cut)
        for begin in range(len(clause)):
            for entry, phrase in _candidates(index, clause[begin]):
                ways = _ways(clause, begin, phrase)
                if way := next((each for each in ways if words.allow(each, phrase)), None):
                    last = clause[way.places[-1]]
                    found.append(Hit(entry, clause[begin].start, last.end))
                    break
    return found


def _clauses(text: str) -> Iterator[list[Unit]]:
    clause: list[Unit] = []
    for unit in units(text):
        if unit.kind in ("clause", "sentence"):
            if clause:
                yield clause
            clause = []
        else:
            clause.append(unit)
    if clause:
        yield clause


_Index = dict[str, list[tuple[Entry, str]]]


@lru_cache(maxsize=8)
def _indexed(wording_list: WordingList) -> _Index:
    """Phrases by what their first character is and by how it sounds, the longest first."""
    index: _Index = defaultdict(list)
    for entry in wording_list.entries:
        if entry.level != "block" or entry.phrase.isascii():
            continue
        written = _DIGITS.sub(_NUMBER, plain(entry.phrase))
        for phrase in {written, written.replace("的", "")}:
            if len(phrase) >= _SHORT:
                for key in {phrase[0], *syllables(phrase[0])}:
                    index[key].append((entry, phrase))
    for found in index.values():
        found.sort(key=lambda pair: -len(pair[1]))
    return dict(index)


def _candidates(index: _Index, unit: Unit) -> Iterator[tuple[Entry, str]]:
    if unit.kind == "number":
        keys = [_NUMBER]
    elif unit.kind == "han":
        keys = [unit.text, *sorted(syllables(unit.text))]
        keys += [_NUMBER] if unit.text in _NUMERALS else []
    elif unit.kind == "latin":
        keys = list(spelt(unit.word)[:1])
    else:
        return
    for key in keys:
        yield from index.get(key, ())


def _ways(clause: Sequence[Unit], begin: int, phrase: str) -> Iterator[_Way]:
    """Ways to read the phrase from here on with as few liberties as can be; the plain one, which
    is no disguise, is left out."""
    most = _MOST_SOUNDS.get(len(phrase), _MORE_SOUNDS)
    for gaps in (0, 1):
        for way in _align(clause, begin, phrase, 0, most, gaps):
            if way.swapped or way.gap != (0, 0):
                yield way


def _align(
    clause: Sequence[Unit], at: int, phrase: str, done: int, sounds: int, gaps: int
) -> Iterator[_Way]:
    """Continue at a place of the clause with what of the phrase is not yet read."""
    if done == len(phrase):
        if gaps == 0:
            yield _Way(())
        return
    if at >= len(clause):
        return
    for step in _steps(clause, at, phrase, done, sounds):
        after = _align(clause, step.at, phrase, step.done, sounds - step.sounds, gaps)
        swapped = frozenset({at}) if step.swapped else frozenset()
        for way in after:
            yield _Way((at, *way.places), way.swapped | swapped, way.gap)
    if gaps and done:
        for length in range(1, _LONGEST_GAP + 1):
            for way in _align(clause, at + length, phrase, done, sounds, gaps - 1):
                yield _Way(way.places, way.swapped, (at, at + length))


def _steps(clause: Sequence[Unit], at: int, phrase: str, done: int, sounds: int) -> Iterator[_Step]:
    """The ways in which the unit at this place reads on in the phrase."""
    unit = clause[at]
    if phrase[done] == _NUMBER:
        for length in _number_from(clause, at):
            yield _Step(at + length, done + 1)
    elif unit.kind == "han" and unit.text == phrase[done]:
        yield _Step(at + 1, done + 1)
    elif sounds and unit.kind == "han" and syllables(unit.text) & syllables(phrase[done]):
        yield _Step(at + 1, done + 1, sounds=1, swapped=True)
    elif unit.kind == "latin" and (said := spelt(unit.word)):
        rest = phrase[done : done + len(said)]
        if len(rest) == len(said) and all(
            s in syllables(c) for s, c in zip(said, rest, strict=True)
        ):
            yield _Step(at + 1, done + len(said), swapped=True)


def _number_from(clause: Sequence[Unit], at: int) -> Iterator[int]:
    """How many units from here may be one number."""
    if clause[at].kind == "number":
        yield 1
        return
    for length in range(1, _LONGEST_NUMBER + 1):
        if at + length > len(clause) or clause[at + length - 1].text not in _NUMERALS:
            return
        yield length


class _Words:
    """The clause as words of the vocabulary: what of it can be read as it is written."""

    def __init__(self, clause: Sequence[Unit], cut: Cut) -> None:
        self.clause = clause
        self.word_of = {place: (a, b) for a, b in cut for place in range(a, b)}
        self.keys = {(a, b): key_at(clause, a, b) for a, b in cut}

    def allow(self, way: _Way, phrase: str) -> bool:
        """Whether the likeness is no accident of ordinary words."""
        if len(phrase) == _SHORT and not self._short_is_sure(way):
            return False
        if any(self._has_a_word_of_its_own(place, way) for place in way.swapped):
            return False
        return way.gap == (0, 0) or self._gap_is_put_in(way)

    def _short_is_sure(self, way: _Way) -> bool:
        """Of two characters one at least cannot be read otherwise, and no second liberty."""
        if way.swapped and way.gap != (0, 0):
            return False
        latin = any(self.clause[place].kind == "latin" for place in way.swapped)
        return latin or any(not self._known(place) for place in way.places)

    def _known(self, place: int) -> bool:
        return is_read(self.clause, *self.word_of[place])

    def _has_a_word_of_its_own(self, place: int, way: _Way) -> bool:
        """Whether the swapped character belongs to a longer word that leaves the phrase."""
        begin, end = self.word_of[place]
        if end - begin == 1:
            return False
        inside = way.places[0] <= begin and end <= way.places[-1] + 1
        return bool(self.keys[begin, end]) and not inside

    def _gap_is_put_in(self, way: _Way) -> bool:
        """The gap is made of whole words, denies nothing, and its borders cut none."""
        begin, end = way.gap
        if self._denies(begin, end):
            return False
        if spelling(self.clause[begin:end]) in vocabulary().harmless:
            return True
        for place in (begin, end):
            first, last = self.word_of.get(place, (place, place))
            if first < place < last and self.keys[first, last]:
                return False
        return True

    def _denies(self, begin: int, end: int) -> bool:
        words = {self.word_of[place] for place in range(begin, end)}
        classes = vocabulary().classes
        return any("negation" in classes.get(self.keys[word], NOTHING) for word in words)
