"""What a spreadsheet or a web page leaves around a figure: seen and meant by nobody. Pure."""

import html
import re
import unicodedata

# Controls, direction marks, zero-width signs, soft hyphens, byte order marks.
UNSEEN_CATEGORIES = {"Cc", "Cf"}
APOSTROPHES = "'’‘`´"
# How spreadsheets are made to keep zeros in a CSV file: ="0012".
WRAPPED = re.compile(r'=\s*"([^"=]*)"|"([^"]*)"')
OFFICE_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")


def narrow(text: str) -> str:
    """A figure as it was meant: full-width made plain, without what nobody sees around or in it.

    Spaces around it, invisible marks anywhere, one leading apostrophe and the wrapping of ="0012"
    go. All of this is certain: none of it is ever part of a number, a date or a word of a list.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.strip()
    if text.isprintable() and text.isalnum():
        return text
    if "_x" in text or "&" in text:
        text = decode_escapes(text)
    if not text.isprintable():
        text = without_unseen(text)
    return unwrap(text.strip())


def without_unseen(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in UNSEEN_CATEGORIES)


def unwrap(text: str) -> str:
    if found := WRAPPED.fullmatch(text):
        text = (found[1] or found[2] or "").strip()
    if text[:1] in APOSTROPHES and len(text) > 1:
        text = text[1:].removesuffix("'") if text[0] == "'" else text[1:]
    return text.strip()


def decode_escapes(text: str) -> str:
    """_x000D_ (how Excel stores a line end) and &nbsp; or &#13; (web pages) as the sign meant.

    `_x005F_` is Excel's own way to write an underscore before what would look like an escape.
    """
    if "_x" in text:
        text = OFFICE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = "".join(char for char in text if not 0xD800 <= ord(char) <= 0xDFFF)
    return ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
