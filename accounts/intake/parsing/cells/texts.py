"""Names and other text a message or a screen will show."""

import re
import unicodedata

from accounts.intake.parsing.cells.garbled import Meant, meant
from accounts.intake.parsing.cells.marks import decode_escapes
from accounts.intake.parsing.cells.nothing import WORDS as NOTHING, says_nothing
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.readers.everyday_signs import PLAIN_SIGNS

MAX_NAME_CHARS = 60
# As wide as the columns they go to.
MAX_SALUTATION_CHARS = 20
MAX_PRODUCT_CHARS = 40
MAX_OFFICER_CHARS = 40

# Nothing to look at in these: the great majority of cells.
PLAIN_NAME = re.compile(f"[{''.join(sorted(PLAIN_SIGNS))}]{{1,20}}")

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Controls, invisible characters (zero-width, direction), private use, unassigned, surrogates.
HIDDEN_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
# Where these stand around a text nobody meant them; within it they may hide something.
AROUND = " \t\r\n\u3000\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
# 【】 would forge a signature, braces a placeholder, the others a link or markup in a message.
FORBIDDEN_IN_MESSAGES = re.compile(r"[【】{}<>\[\]\\@|]|://|www\.", re.IGNORECASE)

# A text names nobody's account, telephone or page: from five digits on it is a number of something.
MOST_DIGITS = 4
HAN_NUMBER = re.compile("[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两]{5,}")
LINK = re.compile(
    r"[^\W_]\s*[.。．]\s*(?:com|cn|net|org|top|xyz|vip|shop|cc)(?![a-z])", re.IGNORECASE
)


def clean_text(text: str, *, limit: int) -> str:
    """NFC, single spaces, nothing invisible, nothing a spreadsheet would run as a formula."""
    if PLAIN_NAME.fullmatch(text):
        return text
    if "_x" in text or "&" in text:
        text = decode_escapes(text)
    text = text.strip(AROUND)
    if any(unicodedata.category(char) in HIDDEN_CATEGORIES for char in text[: limit * 4]):
        raise CellProblem("hidden_character")
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > limit:
        raise CellProblem("too_long", limit=limit)
    if text.startswith(FORMULA_STARTS):
        raise CellProblem("starts_like_formula")
    return text


def is_plain(text: str) -> bool:
    """Everyday characters, too few of them to spell a number."""
    return bool(PLAIN_NAME.fullmatch(text)) and (
        len(text) <= MOST_DIGITS or not HAN_NUMBER.search(text)
    )


def parse_name(text: str) -> str:
    """A person's name. A word that stands for “nothing” is refused, not greeted."""
    if is_plain(text) and text not in NOTHING:
        return text
    if says_nothing(text.strip(AROUND)):
        raise CellProblem("no_name")
    text = parse_message_text(text)
    if "?" in text or "？" in text:  # what an export writes for a sign it cannot
        raise CellProblem("garbled")
    return text


def garbled(was: Meant) -> CellProblem:
    """What was read as what, where that can be told; the text itself is no parameter."""
    if not was.written_in:
        return CellProblem("garbled")
    return CellProblem("garbled_as", written_in=was.written_in, read_as=was.read_as)


def parse_message_text(text: str, *, limit: int = MAX_NAME_CHARS) -> str:
    """A name, a salutation, a product, an officer: it will stand in a text message."""
    if is_plain(text):
        return text
    if was := meant(text):
        raise garbled(was)
    text = clean_text(text, limit=limit)
    if FORBIDDEN_IN_MESSAGES.search(text):
        raise CellProblem("forbidden_character")
    if sum(map(str.isdecimal, text)) > MOST_DIGITS or HAN_NUMBER.search(text):
        raise CellProblem("number_in_text")
    if LINK.search(text):
        raise CellProblem("link_in_text")
    return text
