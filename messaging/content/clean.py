"""What a value must lose before it may stand in a text."""

import re
import unicodedata

FORBIDDEN_BRACKETS = "【】"  # they mark the signature; providers refuse them inside a text
_SPACE = re.compile(r"\s+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, zero width and bidi, surrogates, unassigned


def clean_value(value: str) -> str:
    """One line of visible text: line breaks become a space, the invisible and 【】 go."""
    one_line = _SPACE.sub(" ", value)
    if one_line.isprintable() and not any(bracket in one_line for bracket in FORBIDDEN_BRACKETS):
        return one_line.strip()
    return _SPACE.sub(" ", "".join(c for c in one_line if _may_stay(c))).strip()


def _may_stay(character: str) -> bool:
    return character not in FORBIDDEN_BRACKETS and (
        unicodedata.category(character) not in _INVISIBLE
    )
