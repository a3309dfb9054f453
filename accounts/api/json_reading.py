"""JSON as a caller must write it: one reading only. Pure.

What readers disagree about is refused, not guessed: a name twice in one object, NaN and infinities,
numbers no column holds, lone surrogates and NULs, and nesting deeper than any body of ours.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

DEEPEST = 16
LONGEST_NUMBER = 40
_DEPTH = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


class Unreadable(ValueError):
    """Why, for whoever wrote it; holds nothing of what was written."""


def read(body: bytes) -> Any:
    """Raises Unreadable."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("the body is not UTF-8") from None
    if text.startswith("\ufeff"):
        raise Unreadable("the body begins with a byte order mark; leave it out")
    _refuse_depth(body)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        where = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"the body is not JSON{where}") from None
    if "\\u" in text:
        _refuse_odd_text(value)
    return value


def _refuse_depth(body: bytes) -> None:
    depth = 0
    for sign in _DEPTH.findall(body):
        if sign in (b"[", b"{"):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(f"the body is nested deeper than {DEEPEST}")
        elif sign in (b"]", b"}"):
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise Unreadable("an object has the same name twice")
    return made


def _constant(_said: str) -> Any:
    raise Unreadable("NaN and infinities are no JSON")


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Unreadable("a number is too long")
    return int(text)


def _fraction(text: str) -> Any:
    """As it is written: binary fractions are no money."""
    if len(text) > LONGEST_NUMBER:
        raise Unreadable("a number is too long")
    if "e" in text or "E" in text:
        raise Unreadable("write numbers without exponent")
    return Decimal(text)


def _refuse_odd_text(value: Any) -> None:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if "\0" in each or any("\ud800" <= sign <= "\udfff" for sign in each):
                raise Unreadable("a text holds a NUL or half a character")
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
