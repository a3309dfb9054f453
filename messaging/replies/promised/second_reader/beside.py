"""What stands beside a day in a reply, in pieces a second reader can weigh."""

import re
from collections.abc import Iterator, Sequence

from messaging.replies.normalising.speech import Said
from messaging.replies.promised.clauses import Clause
from messaging.replies.promised.found import Time
from messaging.replies.second_reader.ideas import ideas

_SIGN = re.compile(r"[㐀-鿿]|[A-Z']+|\d+(?:[.,]\d+)*|[$£€₹?？]")
_LONGEST_SIDE = 12  # signs of the clause looked at on either side
_LONGEST_CLAUSE = 16  # of those before and after
_FLAGS = ("refuses", "tells", "paid", "wages", "pays", "surely_pays", "rest", "refers", "bare")
MOST_CLAUSES = 2
"""Before a clause, and after it."""


def beside(parts: Sequence[Clause], place: int, time: Time) -> set[str]:
    """Every piece of what stands beside a time of the clause at this place."""
    part = parts[place]
    left = list(_signs(part, 0, time.start))
    right = list(_signs(part, time.end, len(part.text)))
    pieces = {
        *_near("l", left[::-1]),
        *_near("r", right),
        *_bag("l", ["^", *left[-_LONGEST_SIDE:]]),
        *_bag("r", [*right[:_LONGEST_SIDE], "$"]),
        *(f"k:{flag}" for flag in _flags(part)),
        *_ideas("l", part.text[: time.start]),
        *_ideas("r", part.text[time.end :]),
    }
    for name, others in (
        ("b", parts[max(0, place - MOST_CLAUSES) : place][::-1]),
        ("a", parts[place + 1 : place + 1 + MOST_CLAUSES]),
    ):
        pieces.add(f"{name}:{len(others)}")
        for far, other in enumerate(others):
            signs = list(_signs(other, 0, len(other.text)))[:_LONGEST_CLAUSE]
            pieces.update(_bag(name if far else name + "1", ["^", *signs, "$"], longest=2))
            pieces.update(f"{name}{far}k:{flag}" for flag in _flags(other))
            pieces.update(_ideas(f"{name}{far}", other.text))
    return pieces


def _signs(part: Clause, start: int, end: int) -> Iterator[str]:
    """Characters and words from start to end; a time is one sign, a figure another."""
    at = start
    for time in [each for each in part.times if start <= each.start and each.end <= end]:
        yield from _plain(part.text[at : time.start])
        yield "<vague>" if time.meant == "vague" else "<past>" if time.meant == "past" else "<day>"
        at = time.end
    yield from _plain(part.text[at:end])


def _plain(text: str) -> Iterator[str]:
    return ("#" if sign[0].isdigit() else sign for sign in _SIGN.findall(text))


def _near(side: str, signs: Sequence[str]) -> Iterator[str]:
    """What begins right at the time."""
    ended = [*signs, "|"]
    for length in (1, 2, 3, 4):
        if length <= len(ended):
            yield f"{side}!{' '.join(ended[:length])}"


def _bag(side: str, signs: Sequence[str], longest: int = 3) -> Iterator[str]:
    for length in range(1, longest + 1):
        for start in range(len(signs) - length + 1):
            yield f"{side}:{' '.join(signs[start : start + length])}"


def _flags(part: Clause) -> Iterator[str]:
    return (flag for flag in _FLAGS if getattr(part, flag))


def _ideas(side: str, text: str) -> Iterator[str]:
    said = Said(text if not text.isascii() else " ".join(text.split()), (), text.split())
    for found in ideas(said):
        yield from (f"{side}i:{idea}" for idea in found)
