"""Numbers as people write them: 12, 十二, 廿五, 1万2, 一千二, 3k."""

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "K": 1000, "万": 10_000, "W": 10_000}
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
_PART = re.compile(r"(\d+(?:\.\d+)?|[零〇一二两三四五六七八九])?([十百千万KW])?")

SMALL = r"(?:\d{1,3}|[一二两三四五六七八九十廿卅]{1,4})"
"""A pattern of numbers that count days or name them."""


def small(text: str) -> int | None:
    """12, 十二, 二十, 廿五, 三十一. None for 三五 ("three to five") and other non-numbers."""
    if text.isdigit():
        return int(text)
    whole = text.translate(_TENS)
    if len(whole) > 1 and "十" not in whole:
        return None
    value = money(whole)
    return int(value) if value is not None else None


def money(text: str) -> Decimal | None:
    """1万2 is 12,000 and 一千二 is 1,200: a figure after a unit counts tenths of it."""
    text = text.replace(",", "").replace(" ", "")
    total, unit, at = Decimal(0), 0, 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None or part.end() == at:
            return None
        figure, scale = part[1], part[2]
        if figure is None and scale != "十":
            return None
        try:
            value = Decimal(_DIGITS.get(figure, figure)) if figure else Decimal(1)
        except InvalidOperation:
            return None
        if scale:
            unit = _UNITS[scale]
            total += value * unit
        elif part.end() == len(text) and unit > 10 and text[at - 1] not in "零〇":
            total += value * unit / 10
        else:
            total += value
        at = part.end()
    return total
