"""What a value must lose before it may stand in a text."""

import re
import unicodedata

FORBIDDEN_BRACKETS = "【】"  # they mark the signature; providers refuse them inside a text
_FORBIDDEN = re.compile(f"[{FORBIDDEN_BRACKETS}]")
_SPACE = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, zero width and bidi, surrogates, unassigned


def clean_value(value: str) -> str:
    """One line of visible text: line breaks become a space, the invisible and 【】 go."""
    # Of all spaces and unseen characters only the plain blank is printable.
    if value.isprintable() and "  " not in value and not _FORBIDDEN.search(value):
        return value.strip()
    one_line = _SPACE.sub(" ", value)
    return _SPACE.sub(" ", "".join(c for c in one_line if _may_stay(c))).strip()


def _may_stay(character: str) -> bool:
    return character not in FORBIDDEN_BRACKETS and (
        unicodedata.category(character) not in _INVISIBLE
    )
