"""Where the words of a clause begin and end.

Of all ways to cut it into listed words the one that leaves least unread, in as few words as can
be; of two the one with the graver word. What stays unread is listened to (``sound``).
"""

from collections.abc import Sequence
from itertools import pairwise

from messaging.content.reading.sound import heard
from messaging.content.reading.units import Unit, unleeted
from messaging.content.reading.vocabulary import NOTHING, key_of, vocabulary

Cut = list[tuple[int, int]]
Sounds = dict[tuple[int, int], str]

_UNKNOWN_COST = 10.0
_WORD_COST = 1.0
_RISKY_COST = 0.9
_SINGLE_COST = 1.6  # one known character alone: rather part of a longer word
_CHINESE_TITLES = frozenset({"先生", "女士", "小姐", "太太"})
_ENGLISH_TITLES = frozenset({"mr", "ms", "mrs", "miss", "dear", "dr"})
_EVERYDAY = frozenset({"plain"})
_LONGEST_NAME = 16  # units


def cut_clause(clause: Sequence[Unit]) -> tuple[Cut, Sounds]:
    """The words of a clause by their places in it, and those that were read by sound."""
    cut = _cheapest(clause, {})
    unread = [place for place in cut if not is_read(clause, *place)]
    sounds = heard(clause, unread, cut)
    return (_cheapest(clause, sounds) if sounds else cut), sounds


def key_at(clause: Sequence[Unit], begin: int, end: int) -> str:
    """The key of these units in the vocabulary; empty when they are no word of it."""
    known = vocabulary().classes
    key = spelling(clause[begin:end])
    if key in known:
        return key
    if end - begin == 1 and clause[begin].kind == "latin":
        plainer = key_of(unleeted(clause[begin].word))
        return plainer if plainer in known else ""
    return ""


def is_read(clause: Sequence[Unit], begin: int, end: int) -> bool:
    """Whether these units are a word that is surely meant: a character of everyday speech alone
    may stand for another that sounds the same."""
    key = key_at(clause, begin, end)
    return bool(key) and not (len(key) == 1 and vocabulary().classes[key] <= _EVERYDAY)


def spelling(parts: Sequence[Unit]) -> str:
    """How these units are spelt as one key."""
    text = parts[0].text if parts else ""
    for before, after in pairwise(parts):
        text += (" " if before.kind == after.kind == "latin" else "") + after.text
    return text


def called_by_name(clause: Sequence[Unit]) -> tuple[int, int] | None:
    """Where somebody is called by name: 王小明 before 先生, Wang Xiaoming after Mr. A name holds
    no risky word."""
    cut = _cheapest(clause, {})
    for place, key in enumerate([key_at(clause, *each) for each in cut]):
        if key in _CHINESE_TITLES:
            begin, end = _before(clause, cut[place][0]), cut[place][0]
        elif key in _ENGLISH_TITLES:
            begin, end = cut[place][1], _after(clause, cut[place][1])
        else:
            continue
        if begin < end <= begin + _LONGEST_NAME and not _is_risky(clause, cut, begin, end):
            return begin, end
    return None


def _before(clause: Sequence[Unit], title: int) -> int:
    begin = title
    while begin and clause[begin - 1].kind == "han" and not _greets(clause, begin):
        begin -= 1
    return begin


def _after(clause: Sequence[Unit], title: int) -> int:
    end = title
    while end < len(clause) and clause[end].kind == "latin" and not key_at(clause, end, end + 1):
        end += 1
    return end


def _greets(clause: Sequence[Unit], end: int) -> bool:
    return any(
        "greet" in vocabulary().classes.get(spelling(clause[begin:end]), NOTHING)
        for begin in range(max(0, end - 4), end)
    )


def _is_risky(clause: Sequence[Unit], cut: Cut, begin: int, end: int) -> bool:
    keys = [key_at(clause, a, b) for a, b in cut if begin <= a and b <= end]
    return any(key and key not in vocabulary().harmless for key in keys)


def _cheapest(clause: Sequence[Unit], sounds: Sounds) -> Cut:
    length, longest = len(clause), vocabulary().longest
    best = [0.0] + [float("inf")] * length
    came = [0] * (length + 1)
    for end in range(1, length + 1):
        for begin in range(max(0, end - longest), end):
            cost = best[begin] + _cost(clause, begin, end, sounds)
            if cost < best[end]:
                best[end], came[end] = cost, begin
    cut, end = [], length
    while end:
        cut.append((came[end], end))
        end = came[end]
    return cut[::-1]


def _cost(clause: Sequence[Unit], begin: int, end: int, sounds: Sounds) -> float:
    single = end - begin == 1
    if single and clause[begin].kind in ("gap", "number"):
        return _WORD_COST
    if key := key_at(clause, begin, end):
        if single and clause[begin].kind == "han":
            return _SINGLE_COST
        return _WORD_COST if key in vocabulary().harmless else _RISKY_COST
    if (begin, end) in sounds:
        return _WORD_COST
    return _UNKNOWN_COST if single else float("inf")
