"""Text that a wrong encoding had garbled before the file was written: only it can tell. Pure.

Whoever saved UTF-8 that was read as Windows-1252 saved æŽå»º for 李建. The way back is the same
mistake undone, once or twice; where signs were lost on the way, the rest still tells what it was.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.intake.readers.plausible import points, script_of, signs

# (how the bytes were read by mistake, what they are)
MISTAKES = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("mac-roman", "utf-8"),
    ("cp437", "utf-8"),
    ("cp1250", "utf-8"),
    ("big5hkscs", "utf-8"),
    ("cp932", "utf-8"),
    ("cp949", "utf-8"),
    ("cp1252", "gb18030"),
    ("mac-roman", "gb18030"),
    ("cp437", "gb18030"),
    ("cp1252", "big5hkscs"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GBK",
    "big5hkscs": "Big5",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "mac-roman": "Mac Roman",
    "cp437": "MS-DOS 437",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
}
"""Of encodings, as people know them."""

REPLACED = ("\ufffd", "锟斤拷", "烫烫烫", "屯屯屯", "ï¿½", "嚙踝蕭")
"""What is left of signs that were lost on the way."""

LEAST_GAIN = 6.0
LEAST_GAIN_OF_UTF8 = 2.0
"""Bytes that are UTF-8 throughout are so by chance only now and then."""

LEAST_BEYOND = 3
"""Letters with marks; ones with fewer are a name's."""

TIMES = 2
"""A mistake may have been made on what a mistake had left."""

LONGEST = 200
"""Characters looked at; no name is longer."""

# Signs of Windows-1252 that no word has, and that stand for the later bytes of a UTF-8 sign; then
# those that some words have.
_LATER = "€‚ƒ„…†‡ˆ‰‹“”•–—˜™›\u0080-\u009f\u00a0-©«-¹»-¿"
_LETTERS = "ŠŒŽšœžŸªº‘’"
_CUT_SIGN = re.compile(f"[à-ï][{_LATER}{_LETTERS}]{{1,2}}")
_SURE = re.compile(f"[à-ô](?:[{_LATER}{_LETTERS}]{{2}}|[{_LATER}])")
_WORD = re.compile(r"[^\s·・]+")
_SYMBOLS = {"Sm", "Sc", "Sk", "So", "No", "Co"}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text was before it was garbled. `text` is empty where too much of it is lost, and all
    three are where it cannot be told.

    `written_in` was read as if it were `read_as`, both as people call them.
    """

    text: str = field(repr=False)
    written_in: str
    read_as: str


UNKNOWN = Meant("", "", "")


def is_garbled(text: str) -> bool:
    return meant(text) is not None


def meant(text: str) -> Meant | None:
    """None for a text as somebody wrote it: where it makes sense as it is nothing is guessed."""
    if text.isascii():
        return None
    text = text[:LONGEST]
    as_it_is = points(text)
    if any(mark in text for mark in REPLACED):
        return _undone(text, as_it_is) or UNKNOWN
    return _undone(text, as_it_is) or _cut_signs(text) or _no_word(text)


def _undone(text: str, as_it_is: float) -> Meant | None:
    """The likeliest way back, of all mistakes and of all made on a mistake."""
    best, best_gain = None, 0.0
    for back, written_in, read_as, lost, whole in _ways_back(text, TIMES):
        worth, good = points(back), signs(back)
        if as_it_is >= signs(text) * (2 if whole else 1):
            continue
        gain = worth - as_it_is - 2 * lost
        if worth < max(1, good) or lost * 2 > good or gain <= best_gain:
            continue
        if gain >= (LEAST_GAIN_OF_UTF8 if whole else LEAST_GAIN):
            best, best_gain = Meant(back, NAMES[written_in], NAMES[read_as]), gain
    return best


def _ways_back(text: str, times: int) -> Iterator[tuple[str, str, str, int, bool]]:
    """(what it was, written in, read as, signs lost, UTF-8 throughout but for a last sign cut)."""
    for read_as, written_in in MISTAKES:
        given = _bytes(text, read_as)
        back = given.decode(written_in, "replace") if given else ""
        lost = back.count("\ufffd")
        whole = written_in == "utf-8" and "\ufffd" not in back.rstrip("\ufffd")
        back = back.replace("\ufffd", "").strip()
        if not back or back == text:
            continue
        if back.isprintable():
            yield back, written_in, read_as, lost, whole
        if times > 1 and not lost and written_in == "utf-8" and not back.isascii():
            yield from _ways_back(back, times - 1)


def _bytes(text: str, read_as: str) -> bytes:
    """The bytes the text was read from; empty when it has signs that come from none. What an
    encoding of single bytes leaves undefined is kept as a control character."""
    try:
        return text.encode(read_as)
    except UnicodeError:
        pass
    given = bytearray()
    for char in text:
        try:
            given += char.encode(read_as)
        except UnicodeError:
            if not "\x80" <= char <= "\xff":
                return b""
            given.append(ord(char))
    return bytes(given)


def _cut_signs(text: str) -> Meant | None:
    """UTF-8 read as Windows-1252 where what cannot be shown was dropped: nothing decodes any more,
    but no word is made of such signs. One of them is not enough beside plain letters."""
    cut = _CUT_SIGN.findall(text)
    if not cut or not (_SURE.search(text) or "".join(cut) == text):
        return None
    if len(cut) == 1 and re.search("[A-Za-z]", text):
        return None
    return Meant("", NAMES["utf-8"], NAMES["cp1252"])


def _no_word(text: str) -> Meant | None:
    """Signs that nobody writes side by side: Han beside half-width kana or Hangul; letters with
    marks that are more than the plain ones, with capitals or symbols in between."""
    for word in _WORD.findall(text):
        scripts = {script_of(char) for char in word if char.isalpha()}
        if "CJK" in scripts and ("HANGUL" in scripts or any("ｦ" <= char <= "ﾟ" for char in word)):
            return UNKNOWN
        beyond = sum(char > "\x7f" for char in word)
        if scripts <= {"LATIN"} and beyond >= LEAST_BEYOND and beyond * 2 > len(word):
            cased = word.istitle() or word.isupper() or word.islower()
            if not cased or any(unicodedata.category(char) in _SYMBOLS for char in word):
                return UNKNOWN
    return None
