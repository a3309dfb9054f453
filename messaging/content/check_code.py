"""查询码: eight characters a customer types to ask whether a text is really ours.

The alphabet leaves out I, L, O and U; who reads a 0 as O or a 1 as l is understood all the same,
and so is whoever pastes more than the code. Where it is not sure which signs are meant, nothing is
denied: the page asks again.
"""

import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable
from typing import NamedTuple

from accounts.privacy.in_text import CODE_LENGTH, CODE_SIGNS

ALPHABET = CODE_SIGNS  # 32 signs: 5 bits each
LENGTH = CODE_LENGTH
BYTES = 5  # of chance behind one code: 40 bits
SAMPLE = "7KM3XQ9T"
"""Stands in for a code where a text is only measured: every code costs as much as this one."""

PHONE_DIGITS = 4
WHOLE_NUMBER = 7
"""So many digits and more are a telephone number, whose last four are meant."""

LONGEST_PASTED = 1000
"""Characters that are looked at: the longest text there is, and some."""

_SIGNS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
_MISREAD = str.maketrans("OIL", "011")
_RUDE = re.compile(r"SB|CNM|TMD|NMSL|MLGB|CA0|SEX|ASS|FCK|WTF|DEAD|8A8A")

_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164")  # letters and signs that nobody sees
_FIGURES = str.maketrans("〇零一二三四五六七八九幺", "001234567891")

# Who copies takes the label along; the words are those of the library and of this page.
_LABEL = r"(?:查[询詢验驗]碼?码?|核[实實验驗]碼?码?|[验驗][证證]碼?码?|CHECK *CODE|CODE)"
_BETWEEN = r"[ \-.·_‐-―]{0,3}"
_LABELS = re.compile(_LABEL)
_LABELLED = re.compile(
    rf"{_LABEL}[^0-9A-Z]{{0,12}}((?:[0-9A-Z]{_BETWEEN}){{{LENGTH - 1}}}[0-9A-Z])(?![0-9A-Z])"
)
_WORD = re.compile(r"[0-9A-Z]+")


class Read(NamedTuple):
    """A code as it stands in the text. `sure`: these signs are what was meant, and nothing else."""

    code: str
    sure: bool


def codes(chance: bytes) -> list[str]:
    """One code from every five bytes; left out are those that read like an insult, and those of
    letters or of figures alone: a code is told from a word and a number wherever it stands."""
    signs = b32encode(chance).translate(_SIGNS).decode()
    made = [signs[at : at + LENGTH] for at in range(0, len(chance) // BYTES * LENGTH, LENGTH)]
    return [code for code in made if not (_RUDE.search(code) or code.isalpha() or code.isdigit())]


def read_code(typed: str) -> Read | None:
    """The code in what was typed or pasted, whatever stands around it; None: there is none, or
    there are several.

    It is all there is but for blanks and signs; else what follows the label; else what the label
    leaves; else, and then it is not sure, the one word of letters and digits that could be a code.
    """
    plain = _plain(typed)
    alone = _nothing_else(plain)
    if alone:
        return Read(alone, sure=True)
    labelled = _only(_valid("".join(_WORD.findall(found))) for found in _LABELLED.findall(plain))
    if labelled:
        return Read(labelled, sure=True)
    without_label = _LABELS.sub(" ", plain)
    alone = _nothing_else(without_label)
    if alone:
        return Read(alone, sure=True)
    words = _WORD.findall(without_label)
    mixed = [word for word in words if not word.isalpha() and not word.isdigit()]
    likely = _only(_valid(word) for word in mixed)
    return Read(likely, sure=False) if likely else None


def read_digits(typed: str) -> str | None:
    """The last four digits of a number, in any figures and whatever stands around them, also from
    the whole number; None when they are fewer, or more than four and no number."""
    plain = _plain(typed).translate(_FIGURES)
    figures = "".join(str(unicodedata.decimal(sign)) for sign in plain if sign.isdecimal())
    if len(figures) == PHONE_DIGITS or len(figures) >= WHOLE_NUMBER:
        return figures[-PHONE_DIGITS:]
    return None


def _plain(typed: str) -> str:
    """Full-width signs narrow, small letters large, what nobody sees gone, blanks as blanks."""
    spaced = "".join(" " if sign.isspace() else sign for sign in typed[:LONGEST_PASTED])
    seen = unicodedata.normalize("NFKC", spaced)
    return "".join(
        sign for sign in seen if sign not in _FILLERS and unicodedata.category(sign) not in _UNSEEN
    ).translate(_CAPITALS)


def _valid(signs: str) -> str:
    """Eight signs as a code has them; empty for anything else."""
    code = signs.translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def _nothing_else(plain: str) -> str:
    """The code that stands there with nothing but blanks and signs; empty when there is more."""
    rest = _WORD.sub("", plain)
    return "" if any(map(str.isalpha, rest)) else _valid("".join(_WORD.findall(plain)))


def _only(found: Iterable[str]) -> str:
    """The one that is there; empty when there is none, or another."""
    different = {code for code in found if code}
    return different.pop() if len(different) == 1 else ""
