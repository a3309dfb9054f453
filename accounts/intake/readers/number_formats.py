"""A number of a workbook as its format shows it: 4711 under 00000000 is 00004711 to everybody who
looks at it. Only formats that pad with zeros or set signs between digits; amounts stay exact. Pure.
"""

import re
from functools import lru_cache

IN_BRACKETS = re.compile(r"\[[^\]]*\]")  # colours, conditions, locales
PLACEHOLDERS = "0#?"
PLAIN_SIGNS = " -()+:"
"""Signs a format may hold without quotes, beside those of digits."""


@lru_cache(maxsize=256)
def pieces_of(number_format: str) -> tuple[str, ...] | None:
    """The first section as placeholders (`0`, `#`) and literals (`=` and their text).

    None for a format that does more than pad and set signs: decimals, thousands, percent, dates.
    """
    section = IN_BRACKETS.sub("", number_format)
    found: list[str] = []
    at = 0
    while at < len(section) and section[at] != ";":
        sign = section[at]
        if sign in PLACEHOLDERS:
            found.append("0" if sign == "0" else "#")
        elif sign == '"':
            end = section.find('"', at + 1)
            if end < 0:
                return None
            found.append("=" + section[at + 1 : end])
            at = end
        elif sign in "\\_*":
            if sign == "\\":
                found.append("=" + section[at + 1 : at + 2])
            at += 1  # what follows _ or * is only as wide as that sign, or fills the cell
        elif sign in PLAIN_SIGNS:
            found.append("=" + sign)
        else:
            return None
        at += 1
    pads = found.count("0") > 1
    says_more = any(piece[0] == "=" and piece[1:].strip() for piece in found)
    return tuple(found) if (pads or says_more) and {"0", "#"} & set(found) else None


def as_shown(number: int, number_format: str) -> str | None:
    """The text in the cell, or None when the format adds nothing to the digits."""
    pieces = pieces_of(number_format)
    if pieces is None or number < 0:
        return None
    digits = list(str(number))
    left = sum(piece[0] != "=" for piece in pieces)
    shown: list[str] = []
    for piece in reversed(pieces):
        if piece[0] == "=":
            shown.append(piece[1:])
            continue
        left -= 1
        if left == 0:  # the first placeholder takes all that is left
            shown.append("".join(digits) or ("0" if piece == "0" else ""))
        elif digits:
            shown.append(digits.pop())
        elif piece == "0":
            shown.append("0")
    return "".join(reversed(shown)).strip()
