"""For a person who wants to know what is found: each kind of frame with a few of its words."""

from dataclasses import dataclass
from functools import cache

from messaging.content.frames.catalogue import FRAMES
from messaging.content.reading.vocabulary import vocabulary
from messaging.content.second_reader.reasons import REASONS

_SHOWN = 4  # words of a class


@dataclass(frozen=True, slots=True)
class Example:
    """A kind of frame: why it may not stand, what to write instead, and for each of its parts a
    few words that fill it; several frames of one kind follow one another."""

    kind: str
    reason: str
    suggestion: str
    frames: tuple[tuple[tuple[str, ...], ...], ...]


@cache
def examples() -> tuple[Example, ...]:
    """All kinds, in the order of the catalogue; only what blocks."""
    found = []
    for kind, (reason, suggestion) in REASONS.items():
        frames = [frame for frame in FRAMES if frame.kind == kind and frame.level == "block"]
        parts = [tuple(words_of(part) for part in frame.parts) for frame in frames]
        found.append(Example(kind, reason, suggestion, tuple(p for p in parts if all(p))))
    return tuple(found)


def words_of(part: str) -> tuple[str, ...]:
    """The first Chinese words of a part, risky ones before words that are only so in company."""
    known = vocabulary()
    classes = set(part.split("|"))
    words = [
        word
        for word, groups in known.classes.items()
        if groups & classes and not word.isascii() and len(word) > 1 and word[0] != "你"
    ]
    risky = [word for word in words if word not in known.harmless]
    return tuple((risky or words)[:_SHOWN])
