"""A sentence as words: the longest known ones, and what is left between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from messaging.content.reading.cut import called_by_name, cut_clause, key_at, spelling
from messaging.content.reading.units import Unit, units
from messaging.content.reading.vocabulary import NOTHING, vocabulary


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence. ``key`` as in the vocabulary; ``start`` and ``end`` index the
    original. ``known``: it stands in a list. ``heard``: not as written, but as it sounds.
    ``clause`` counts the clauses of the sentence."""

    key: str
    start: int
    end: int
    classes: frozenset[str]
    known: bool
    harmless: bool
    clause: int
    heard: bool = False
    kind: str = "han"
    name: str = ""
    proper: bool = False

    def of(self, *classes: str) -> bool:
        """Whether it belongs to one of these classes."""
        return not self.classes.isdisjoint(classes)


@dataclass(frozen=True, slots=True)
class Sentence:
    """``ending`` is the mark it ends with; ``start`` and ``end`` index the original."""

    words: tuple[Word, ...]
    start: int
    end: int
    ending: str

    def clauses(self) -> Iterator[list[Word]]:
        """Its words clause by clause."""
        last: list[Word] = []
        for word in self.words:
            if last and word.clause != last[-1].clause:
                yield last
                last = []
            last.append(word)
        if last:
            yield last


@lru_cache(maxsize=8)  # the parts of one review read the same text
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, placeholders included, in order."""
    found, begun = [], []
    for unit in units(text):
        if unit.kind != "sentence":
            begun.append(unit)
        elif any(each.kind != "clause" for each in begun):
            found.append(_sentence(begun, unit.text))
            begun = []
        else:
            begun = []
    if any(each.kind != "clause" for each in begun):
        found.append(_sentence(begun, ""))
    return tuple(found)


def sentence_at(text: str, place: int) -> Sentence | None:
    """The sentence that reaches over this place of the text."""
    return next((each for each in sentences(text) if each.start <= place < each.end), None)


def word_at(sentence: Sentence, place: int) -> Word | None:
    """The word of a sentence that reaches over this place."""
    return next((word for word in sentence.words if word.start <= place < word.end), None)


def _sentence(parts: Sequence[Unit], ending: str) -> Sentence:
    words: list[Word] = []
    clause: list[Unit] = []
    number = 0
    for unit in [*parts, Unit("clause", "", 0, 0)]:
        if unit.kind == "clause":
            if clause:
                words += _words(clause, number)
                number += 1
            clause = []
        else:
            clause.append(unit)
    return Sentence(tuple(words), words[0].start, words[-1].end, ending)


def _words(clause: Sequence[Unit], number: int) -> list[Word]:
    name = called_by_name(clause) if number == 0 else None
    if name is None:
        return _read(clause, number)
    begin, end = name
    called = Word(
        "", clause[begin].start, clause[end - 1].end, NOTHING, True, True, number, kind="name"
    )
    return [*_read(clause[:begin], number), called, *_read(clause[end:], number)]


def _read(clause: Sequence[Unit], number: int) -> list[Word]:
    cut, sounds = cut_clause(clause)
    return [_word(clause, begin, end, number, sounds) for begin, end in cut]


def _word(
    clause: Sequence[Unit], begin: int, end: int, number: int, sounds: dict[tuple[int, int], str]
) -> Word:
    key, as_heard = key_at(clause, begin, end), False
    if not key and (begin, end) in sounds:
        key, as_heard = sounds[begin, end], True
    unit = clause[begin]
    return Word(
        key=key or spelling(clause[begin:end]),
        start=unit.start,
        end=clause[end - 1].end,
        classes=vocabulary().classes.get(key, NOTHING),
        known=bool(key) or unit.kind in ("gap", "number"),
        harmless=key in vocabulary().harmless and not as_heard,
        clause=number,
        heard=as_heard,
        kind=unit.kind,
        name=unit.name,
        proper=unit.proper,
    )
