"""Names, numbers of records, and other text a message or a screen will show."""

import re
import unicodedata

from accounts.intake.parsing.cells.problem import CellProblem

MAX_NAME_CHARS = 60
# As wide as the columns they go to.
MAX_SALUTATION_CHARS = 20
MAX_PRODUCT_CHARS = 40
MAX_NUMBER_CHARS = 40  # of a customer or a loan
MAX_REFERENCE_CHARS = 60  # of a repayment

# Nothing to look at in these: the great majority of cells.
PLAIN_NAME = re.compile(r"[一-鿿]{1,20}")
PLAIN_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,39}")

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Controls, invisible characters (zero-width, direction), private use, unassigned, surrogates.
HIDDEN_CATEGORIES = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
# 【】 would forge a signature, braces a placeholder, the others a link or markup in a message.
FORBIDDEN_IN_MESSAGES = re.compile(r"[【】{}<>\[\]\\@|]|://|www\.", re.IGNORECASE)


def clean_text(text: str, *, limit: int) -> str:
    """NFC, single spaces, nothing invisible, nothing a spreadsheet would run as a formula."""
    if PLAIN_NAME.fullmatch(text):
        return text
    text = text.strip(" \u3000\u00a0")
    if any(unicodedata.category(char) in HIDDEN_CATEGORIES for char in text[: limit * 4]):
        raise CellProblem("hidden_character")
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > limit:
        raise CellProblem("too_long", limit=limit)
    if text.startswith(FORMULA_STARTS):
        raise CellProblem("starts_like_formula")
    return text


def parse_message_text(text: str, *, limit: int = MAX_NAME_CHARS) -> str:
    """A name, a salutation, a product: it will stand in a text message."""
    if PLAIN_NAME.fullmatch(text):
        return text
    text = clean_text(text, limit=limit)
    if FORBIDDEN_IN_MESSAGES.search(text):
        raise CellProblem("forbidden_character")
    return text


def parse_reference(text: str, *, limit: int = MAX_NUMBER_CHARS) -> str:
    """A customer's, loan's or payment's number; full-width is made plain, case is kept."""
    if PLAIN_REFERENCE.fullmatch(text):
        return text
    return clean_text(unicodedata.normalize("NFKC", text), limit=limit)


def narrow(text: str) -> str:
    """Full-width to plain and no spaces around: how figures are written in the end."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()
