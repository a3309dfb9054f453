"""One language a text: what of it is written in another.

English: no Chinese character and no Chinese sign. Traditional: no character of Simplified script
only, and the other way round. Latin words in a Chinese text are nobody's fault (安和App).
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from messaging.content.segments import outside_gsm

CHINESE = ("zh-hans", "zh-hant")
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+"
)
_SHARED = 2048  # bodies and values that many texts have in common


def foreign_places(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Where characters stand that no text of this language holds; places index the text."""
    for match in _pattern(language).finditer(text):
        yield match.span()


def is_written_in(text: str, language: str) -> bool:
    """Whether nothing in the text is of another language's script. True for an empty text."""
    return _pattern(language).search(text) is None


@lru_cache(maxsize=_SHARED)
def _shared_is_written_in(text: str, language: str) -> bool:
    return is_written_in(text, language)


def foreign_parts(fixed: tuple[str, ...], values: Mapping[str, str], language: str) -> list[str]:
    """Names of the values that are in another language, ``body`` for the text between them.

    Looked at is what a lender says. A person's name is in whatever script it is the person's own;
    figures, dates and our own sentences are in the language they were asked for in.
    """
    parts = [
        name
        for name in OF_A_LENDER
        if name in values and not _shared_is_written_in(values[name], language)
    ]
    if not all(_shared_is_written_in(part, language) for part in fixed):
        parts.append("body")
    return parts


OF_A_LENDER = ("signature", "lender", "product", "ways_to_pay", "hotline", "check_host")


def costly_characters(text: str, language: str) -> list[str]:
    """Characters of an English text outside the GSM alphabet: one of them doubles its price."""
    return [] if language in CHINESE else outside_gsm(text)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    if language not in CHINESE:
        return _EAST_ASIAN
    other = "simplified_only" if language == "zh-hant" else "traditional_only"
    table = files("messaging.content").joinpath(f"han_scripts/{other}.txt")
    return re.compile(f"[{''.join(table.read_text(encoding='utf-8').split())}]+")
