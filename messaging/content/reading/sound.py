"""Words by their sound: 做牢 for 坐牢, lao赖 for 老赖.

Only what cannot be read as it is written is listened to, so that ordinary words which happen to
sound alike are left in peace.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import product
from pathlib import Path

from messaging.content.reading.units import Unit
from messaging.content.reading.vocabulary import vocabulary
from messaging.content.text.fold import plain

_LONGEST = 6  # characters of a word that is listened for
_MOST_READINGS = 64  # of one stretch; many characters are read in two or three ways
# What is never worth hearing: relations and small words, which half the language sounds like.
_DEAF = frozenset({"glue", "tell", "give", "span", "deadline", "self", "softlose", "clear", "come"})
_LETTERS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê", "aaaaeeeeiiiioooouuuuvvvvvnnnme")


@lru_cache(maxsize=8192)
def syllables(character: str) -> frozenset[str]:
    """The ways a character is read, without tones: 还 → hai, huan. Empty when it has none."""
    readings = _readings().get(ord(character), "")
    if character == "你":
        readings += ",nin"  # 您 is folded to it
    return frozenset(_toneless(each) for each in readings.split(",") if each)


@cache
def _readings() -> dict[int, str]:
    """The table alone: the library around it takes a quarter of a second and fifty megabytes."""
    library = find_spec("pypinyin")
    places = list(library.submodule_search_locations or ()) if library else []
    file = Path(*places[:1], "pinyin_dict.py")
    table = spec_from_file_location("readings_of_characters", file)
    if table is None or table.loader is None:
        raise ImportError(f"no readings of characters in {file}")
    loaded = module_from_spec(table)
    table.loader.exec_module(loaded)
    readings: dict[int, str] = loaded.pinyin_dict
    return readings


def _toneless(reading: str) -> str:
    return "".join(c for c in reading.translate(_LETTERS) if c.isascii() and c.isalpha())


@cache
def all_syllables() -> frozenset[str]:
    """Every syllable there is in writing."""
    common = (chr(code) for code in range(0x4E00, 0x9FA6))
    return frozenset(s for c in common for s in syllables(c) if len(s) > 1 or s in "aeo")


@lru_cache(maxsize=4096)
def spelt(word: str) -> tuple[str, ...]:
    """``laolai`` → lao, lai: the syllables a run of letters spells; empty when it spells none."""
    if not word.isalpha() or not word.isascii():
        return ()
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for begin in range(max(0, end - 6), end):
            before = ways[begin]
            shorter = ways[end]
            if before is None or word[begin:end] not in all_syllables():
                continue
            if shorter is None or len(before) + 1 < len(shorter):
                ways[end] = (*before, word[begin:end])
    return ways[-1] or ()


@cache
def _listened_for() -> dict[tuple[str, ...], str]:
    """Risky Chinese words by their syllables."""
    found: dict[tuple[str, ...], str] = {}
    known = vocabulary()
    for key, classes in known.classes.items():
        if key.isascii() or not 2 <= len(key) <= _LONGEST or classes <= _DEAF:
            continue
        if key in known.harmless and not classes & _WORTH_HEARING:
            continue
        for reading in readings_of(key):
            found.setdefault(reading, key)
    return found


_WORTH_HEARING = frozenset(
    {"kin", "work", "others", "authority", "crime", "violence", "insult", "publish", "code"}
)


def readings_of(word: str) -> list[tuple[str, ...]]:
    """The ways a Chinese word may be read."""
    ways = [sorted(syllables(c)) or [c] for c in plain(word)]
    total = 1
    for way in ways:
        total *= len(way)
    if total > _MOST_READINGS:
        ways = [way[:1] for way in ways]
    return list(product(*ways))


def heard(
    clause: Sequence[Unit], unread: Sequence[tuple[int, int]], cut: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """Risky words that the unread places of a clause sound like, by their place in it."""
    if not unread or not any(unit.kind == "han" for unit in clause):
        mixed = [u for u in clause if u.kind == "latin" and spelt(u.word)]
        if not mixed or len(mixed) < len([u for u in clause if u.kind != "number"]):
            return {}
    open_places = {place for begin, end in unread for place in range(begin, end)}
    borders = {begin for begin, _end in cut} | {len(clause)}
    found: dict[tuple[int, int], str] = {}
    for begin in range(len(clause)):
        for end in range(begin + 1, min(len(clause), begin + _LONGEST) + 1):
            if begin not in borders or end not in borders:
                continue
            if open_places.isdisjoint(range(begin, end)):
                continue
            unreadable = [place in open_places for place in range(begin, end)]
            if key := _sounds_like(clause[begin:end], unreadable):
                found[begin, end] = key
    return found


def _sounds_like(parts: Sequence[Unit], unreadable: Sequence[bool]) -> str:
    ways: list[list[tuple[str, ...]]] = []
    for unit in parts:
        if unit.kind == "han":
            ways.append([(s,) for s in syllables(unit.text)])
        elif unit.kind == "latin" and (said := spelt(unit.word)):
            ways.append([said])
        else:
            return ""
    total = 1
    for way in ways:
        total *= max(len(way), 1)
    if total > _MOST_READINGS:
        ways = [way[:1] for way in ways]
    for reading in product(*ways):
        key = _listened_for().get(tuple(s for part in reading for s in part), "")
        if key and _is_close(key, parts, unreadable):
            return key
    return ""


def _is_close(key: str, parts: Sequence[Unit], unreadable: Sequence[bool]) -> bool:
    """Letters may spell all of it. Of characters only such may stand for others as cannot be read
    as they are; and of a word of two the other one must be no common word by itself."""
    if any(unit.kind == "latin" for unit in parts):
        return True
    own = [unit.text == character for unit, character in zip(parts, key, strict=True)]
    if any(not same and not odd for same, odd in zip(own, unreadable, strict=True)):
        return False
    if len(key) > 2:
        return True
    return any(same and unit.text not in _common() for same, unit in zip(own, parts, strict=True))


@cache
def _common() -> frozenset[str]:
    """Characters that are small words by themselves."""
    known = vocabulary()
    return frozenset(
        key for key in known.harmless if len(key) == 1 and known.classes[key] != {"plain"}
    )
