"""Bytes of a gateway rejected into text, whatever encoding they are in. Pure.

An opt-out must not be lost because an adapter writes GBK and says nothing of it.
"""

from __future__ import annotations

import codecs
import json
from typing import Any

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHARSETS = frozenset(
    {
        *("utf-8", "us-ascii", "iso-8859-1", "windows-1252", "gbk", "gb2312", "gb18030", "big5"),
        *("utf-16", "utf-16be", "utf-16le"),
    }
)


def decoded(body: bytes, *encodings: str) -> str:
    """By its byte order mark, else the first of `encodings` that fits, else GB 18030; at last with
    what cannot be read replaced. Never fails."""
    marked = [encoding for bom, encoding in _BOMS if body.startswith(bom)]
    for encoding in (*marked, *encodings, "gb18030"):
        try:
            return clean(body.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    return clean(body.decode("utf-8", "replace"))


def clean(text: str) -> str:
    """Without lone surrogates, which no database or cipher takes."""
    return text.encode("utf-8", "replace").decode()


def parsed(text: str) -> Any:
    """The JSON in it. Raises ValueError for what is none, or is nested beyond reason."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def charset_of(content_type: str) -> str:
    """The charset a content type declares, if it is one a gateway may have; else UTF-8."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip("\"'").lower()
        if name.strip().lower() == "charset" and charset in CHARSETS:
            return charset
    return "utf-8"
