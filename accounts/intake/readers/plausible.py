"""How likely a text is what somebody wrote, and not what a wrong encoding made of it. Pure.

A right reading has surnames, everyday signs, and words of one script each; a wrong one has rare
Han, scripts mixed within a word, capitals in the middle, signs nobody writes. Points are of our
own choosing (tried on every pair of encodings in tests/accounts/intake/readers/test_encodings.py).
"""

import itertools
import re
import unicodedata
from functools import lru_cache

from accounts.intake.readers.everyday_signs import COMMON, EVERYDAY, SURNAMES

WORD = re.compile(r"[^\W\d_]+|[^\x00-\x7f]", re.UNICODE)
BROKEN_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
USUAL_MARKS = frozenset("，。、；：？！（）《》“”‘’—…·～￥％＋－／　【】〔〕「」『』〈〉№°±×")
HAN, KANA, LATIN = "CJK", "KANA", "LATIN"

SURNAME, EVERYDAY_SIGN, COMMON_SIGN, RARE_SIGN, VERY_RARE_SIGN = 4.0, 3.0, 1.0, -2.0, -4.0
LETTER_IN_ITS_WORD, LETTER_ALONE, MIXED, BROKEN, ODD_MARK = 2.0, -2.0, -5.0, -6.0, -2.0


def points(text: str) -> float:
    """Of all that is beyond ASCII in the text; more is likelier, 0 for none."""
    return sum(_of_word(word) for word in WORD.findall(text) if not word.isascii())


def signs(text: str) -> int:
    return sum(char > "\x7f" for char in text)


@lru_cache(maxsize=4096)
def _of_word(word: str) -> float:
    if len(word) == 1 and not word.isalpha():
        return _of_mark(word)
    scripts = {script_of(char) for char in word}
    if scripts == {HAN}:
        return _of_han(word)
    if HAN in scripts and scripts & {LATIN, "GREEK", "CYRILLIC"}:
        return _of_mixture(word)
    if scripts <= {HAN, KANA}:
        return _of_japanese(word)
    if len(scripts) > 1:
        return MIXED * len(scripts) + sum(BROKEN for char in word if _is_broken(char))
    return _of_letters(word)


def _of_mark(char: str) -> float:
    if _is_broken(char):
        return BROKEN
    return 0.5 if char in USUAL_MARKS or "\uff01" <= char <= "\uff5e" else ODD_MARK


def _of_han(word: str) -> float:
    found = sum(map(_of_sign, word))
    if 2 <= len(word) <= 4 and (word[0] in SURNAMES or word[:2] in SURNAMES):
        found += SURNAME - _of_sign(word[0])
    return found


def _of_sign(char: str) -> float:
    if char in EVERYDAY:
        return EVERYDAY_SIGN
    if char in COMMON:
        return COMMON_SIGN
    return RARE_SIGN if "\u4e00" <= char <= "\u9fff" else VERY_RARE_SIGN


def _of_mixture(word: str) -> float:
    """A座, VIP客户 are written; M黮ler is not: Han within a word of small letters."""
    found = sum(_of_sign(char) for char in word if script_of(char) == HAN)
    for before, char in itertools.pairwise(word):
        han = (script_of(before) == HAN) + (script_of(char) == HAN)
        small = before if script_of(before) != HAN else char
        if han == 1 and (small.islower() or not small.isascii()):
            found += MIXED
    return found


def _of_japanese(word: str) -> float:
    kana = sum(script_of(char) == KANA for char in word)
    if kana == 1:
        return LETTER_ALONE + sum(_of_sign(char) for char in word if script_of(char) == HAN)
    return kana * 1.0 + sum(_of_sign(char) for char in word if script_of(char) == HAN)


def _of_letters(word: str) -> float:
    """One script. Latin letters with marks stand among plain ones; capitals only in front."""
    beyond = [char for char in word if char > "\x7f"]
    if len(word) == 1:
        return LETTER_ALONE
    if script_of(word[0]) == LATIN and len(beyond) > max(1, len(word) // 2):
        return MIXED * len(beyond) / 2
    found = LETTER_IN_ITS_WORD * len(beyond)
    if not (word.istitle() or word.isupper() or word.islower()):
        humps = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
        found += MIXED * max(0, humps - 1) + (MIXED if any(map(str.isupper, beyond[1:])) else 0)
    return found


def _is_broken(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in BROKEN_CATEGORIES


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """CJK, KANA, LATIN, GREEK, CYRILLIC, HANGUL, … by the sign's Unicode name; "" for none."""
    if char <= "\x7f":
        return LATIN
    name = unicodedata.name(char, "")
    if name.startswith(("CJK", "IDEOGRAPHIC ITERATION")):
        return HAN
    if name.startswith(("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")):
        return KANA
    if name.startswith("MODIFIER"):
        return "MODIFIER"
    return name.partition(" ")[0]
