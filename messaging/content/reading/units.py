"""A text as the smallest things it is read by: a Chinese character, an English word, a number.

Everything that hides one of them is undone here (width, traditional forms, look-alikes, letters
apart, signs between characters), and every unit knows its place in the original.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from messaging.content.reading.stems import stem
from messaging.content.text.braces import Token, tokens
from messaging.content.text.flat import GAP
from messaging.content.text.fold import fold_character

Kind = Literal["han", "latin", "number", "gap", "clause", "sentence"]

_CLAUSE_ENDS = frozenset("，,、；;：:—…")
_SENTENCE_ENDS = frozenset("。！？!?\n\r")
_SOFT = frozenset("、")  # parts a list, not a clause
_APOSTROPHES = frozenset("'’‘`´")
_INSIDE_NUMBERS = frozenset(".,-:/")
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "no", "st", "ext", "ltd", "co"})
_PICTURES = {
    "🚓": "警车", "🚔": "警车", "👮": "警察", "🚨": "警察", "⚖": "法院", "🔫": "枪", "🔪": "刀",
    "🗡": "刀", "💣": "炸", "🧨": "炸", "⚰": "棺材", "🪦": "坟", "💀": "死", "☠": "死", "🔨": "砸",
    "👪": "家人", "👨": "家人", "👩": "家人", "👶": "孩子", "👧": "孩子", "👦": "孩子", "🐶": "狗",
    "🐕": "狗", "🐷": "猪", "🐖": "猪", "🐢": "王八", "🖕": "滚", "💩": "屎", "🏠": "家",
    "📞": "电话", "☎": "电话", "🩸": "血", "🔥": "火",
}  # fmt: skip
_CONTRACTED = {
    "ll": "will", "re": "are", "ve": "have", "m": "am", "d": "would", "t": "not", "s": "",
}  # fmt: skip
_LEET = str.maketrans("013457@$", "oieastas")
_CODE = re.compile(r"(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{6,}")  # a 查询码 or the like
_SIGNATURE = re.compile(r"\s*(?:【[^】]{1,30}】|\[[^\]]{1,30}\])")


@dataclass(frozen=True, slots=True)
class Unit:
    """``text`` is folded; of an English word it is the stem, and ``word`` the word itself.

    ``start`` and ``end`` index the original. ``name``: the placeholder a gap stands for.
    """

    kind: Kind
    text: str = field(repr=False)
    start: int
    end: int
    word: str = ""
    name: str = ""
    proper: bool = False  # begins with a capital


def units(text: str) -> list[Unit]:
    """The units of a whole text, borders included; never fails."""
    return _rejoined(list(_raw(text)))


def _raw(text: str) -> Iterator[Unit]:
    gaps = {token.start: token for token in tokens(text)}
    signature = _SIGNATURE.match(text)
    place = signature.end() if signature else 0
    while place < len(text):
        character = text[place]
        if place in gaps:
            yield _gap(gaps[place])
            place = gaps[place].end
        elif character == GAP:
            end = place + 1
            while end < len(text) and text[end] == GAP:
                end += 1
            yield Unit("gap", GAP, place, end)
            place = end
        else:
            end, found = _at(text, place)
            yield from found
            place = end


def _gap(token: Token) -> Unit:
    return Unit("gap", GAP, token.start, token.end, name=token.name or "")


def _at(text: str, place: int) -> tuple[int, list[Unit]]:
    """The units that begin here, and where the next begins."""
    character = text[place]
    if character in _SENTENCE_ENDS:
        return place + 1, [Unit("sentence", character, place, place + 1)]
    if character in _CLAUSE_ENDS and not _in_number(text, place):
        kind: Kind = "clause"
        return place + 1, [] if character in _SOFT else [Unit(kind, character, place, place + 1)]
    if character in ".．" and not _in_number(text, place):
        return place + 1, _stop(text, place)
    if picture := _PICTURES.get(character):
        return place + 1, [Unit("han", each, place, place + 1) for each in picture]
    folded = _letters(character)
    if not folded:
        return place + 1, []
    if folded[0] >= "一" or "㐀" <= folded[0] <= "䶿":
        return place + 1, [Unit("han", each, place, place + 1) for each in folded]
    return _run(text, place)


def _stop(text: str, place: int) -> list[Unit]:
    """A full stop ends a sentence before a blank or the end, but not after "Mr"."""
    after = text[place + 1 : place + 2]
    before = re.search(r"([A-Za-z]+)$", text[max(place - 6, 0) : place])
    short = before is not None and before[1].lower() in _ABBREVIATIONS
    if short or (after and not after.isspace() and after not in "\"'”’)）"):
        return []
    return [Unit("sentence", ".", place, place + 1)]


def _in_number(text: str, place: int) -> bool:
    return (
        text[place] in _INSIDE_NUMBERS
        and text[place - 1 : place].isdigit()
        and text[place + 1 : place + 2].isdigit()
    )


def _run(text: str, place: int) -> tuple[int, list[Unit]]:
    """A run of letters and digits: a number, or one word with its apostrophes."""
    letters: list[str] = []
    end = place
    while end < len(text):
        character = text[end]
        folded = _letters(character)
        if character in _APOSTROPHES and letters and _letters(text[end + 1 : end + 2] or " "):
            folded = "'"
        elif _in_number(text, end):
            folded = character
        elif unseen(character):
            end += 1
            continue
        if not folded or folded[0] >= "一":
            break
        letters.append(folded)
        end += 1
    run = "".join(letters).strip("'")
    if not any(c.isalpha() for c in run) or _CODE.fullmatch(text, place, end):
        return end, [Unit("number", run, place, end, run)]
    proper = text[place].isupper()
    return end, [replace(unit, proper=proper) for unit in _words(run, place, end)]


def _words(run: str, start: int, end: int) -> Iterator[Unit]:
    """``we'll`` is two words; ``24小时`` and ``13th`` keep the number apart from letters."""
    if match := re.fullmatch(r"(\d[\d.,:/-]*)(st|nd|rd|th|am|pm|k|元|h|min)?", run):
        yield Unit("number", match[1], start, end, run)
        return
    head, *tails = run.split("'")
    if tails and tails[-1] == "t" and head.endswith("n"):
        stems = {"can": "can", "won": "will", "shan": "shall"}
        head = stems.get(head, head[:-1])
    yield _latin(head, start, end)
    for tail in tails:
        if word := _CONTRACTED.get(tail, tail):
            yield _latin(word, start, end)


def _latin(word: str, start: int, end: int) -> Unit:
    return Unit("latin", stem(word), start, end, word)


def unleeted(word: str) -> str:
    """``p0l1ce`` → ``police``; the word itself when it has no digit among letters."""
    return word.translate(_LEET) if any(c in "013457@$" for c in word) else word


def _rejoined(found: list[Unit]) -> list[Unit]:
    return _spelt_out(_without_borders_inside(found))


def _without_borders_inside(found: list[Unit]) -> list[Unit]:
    """``曝,光,您``: a comma beside a single character parts no clause."""
    kept: list[Unit] = []
    for place, unit in enumerate(found):
        if unit.kind == "clause" and (_alone(found, place, -1) or _alone(found, place, +1)):
            continue
        kept.append(unit)
    return kept


def _alone(found: list[Unit], border: int, step: int) -> bool:
    """Whether one Chinese character stands alone between this border and the next."""
    near, far = border + step, border + 2 * step
    if not 0 <= near < len(found) or found[near].kind != "han":
        return False
    return 0 <= far < len(found) and found[far].kind == "clause"


def _spelt_out(found: list[Unit]) -> list[Unit]:
    """``b o s s`` and ``p.o.l.i.c.e``: three letters or more standing singly are one word."""
    joined: list[Unit] = []
    run: list[Unit] = []
    for unit in [*found, Unit("sentence", "", 0, 0)]:
        if unit.kind == "latin" and len(unit.word) == 1:
            run.append(unit)
            continue
        if len(run) > 2:
            word = "".join(each.word for each in run)
            joined.append(replace(_latin(word, run[0].start, run[-1].end)))
        else:
            joined += run
        run = []
        joined.append(unit)
    return joined[:-1]


@lru_cache(maxsize=8192)
def _letters(character: str) -> str:
    return fold_character(character) or ("@$"["@$".find(character)] if character in "@$" else "")


def unseen(character: str) -> bool:
    """What nobody sees; it parts no word."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"} and (
        character not in "\n\r\t"
    )
