"""Where an optional value is empty, the signs that stood beside it for its sake go with it.

`尊敬的{{ salutation }}：您的…` without a salutation reads `您好：您的…`, `Hi {{ salutation }}, …`
reads `Hi, …`, and `（{{ cause_sentence }}）` leaves nothing.
"""

import re

HOLE = "\0"
"""Stands where a value is empty; no text that leaves holds one."""

_PAIRS = {"(": ")", "（": "）", "[": "]", "“": "”", '"': '"', "「": "」", "《": "》", "<": ">"}
_ENDS = frozenset("。！？.!?…")
_JOINS = frozenset("，、；：,;:·")
_COLONS = frozenset("：:")
_OPENING = frozenset(_PAIRS) - {'"'}
_ADJECTIVES = re.compile(
    r"(?:尊敬的|敬爱的|敬愛的|亲爱的|親愛的|尊贵的|尊貴的)\s*$|\bdear\s*$", re.I
)
_GREETS_ITSELF = re.compile(r"[\s，,：:]*(?=[您你]好)")


def close(text: str) -> str:
    """The text without its holes, and without the blanks and signs that only led up to them."""
    left, *rest = text.split(HOLE)
    for right in rest:
        left = "".join(_closed(left, right))
    return left


def _closed(left: str, right: str) -> tuple[str, str]:
    while (after := right.lstrip()[:1]) and _PAIRS.get(left.rstrip()[-1:]) == after:
        left, right = left.rstrip()[:-1], right.lstrip()[1:]
    left, right = _greeting(left, right)
    left, right = _signs(left, right)
    return _blanks(left, right)


def _greeting(left: str, right: str) -> tuple[str, str]:
    """An adjective that has lost its noun becomes a plain greeting."""
    adjective = _ADJECTIVES.search(left)
    after = right.lstrip()[:1]
    greeted = _GREETS_ITSELF.match(right)
    if adjective is None or not (greeted or after in _JOINS | _ENDS):
        return left, right
    kept = left[: adjective.start()]
    if greeted:
        return kept, right[greeted.end() :]
    return kept + ("Hello" if adjective[0].strip().isascii() else "您好"), right.lstrip()


def _signs(left: str, right: str) -> tuple[str, str]:
    """Of two signs that now meet one stays; one that opens a text or a sentence goes."""
    before, after = left.rstrip()[-1:], right.lstrip()[:1]
    if after in _JOINS | _ENDS:
        if not before or before in _ENDS | _OPENING:
            return left, right.lstrip()[1:]
        if before in _JOINS:
            if after in _ENDS or before in _COLONS:
                return left.rstrip()[:-1], right.lstrip()
            return left.rstrip(), right.lstrip()[1:]
    elif before in _JOINS and not after:
        return left.rstrip()[:-1], right
    return left, right


def _blanks(left: str, right: str) -> tuple[str, str]:
    after = right[:1]
    if left[-1:].isspace() and (
        not after or after.isspace() or after in _JOINS | _ENDS | {")", "）"}
    ):
        left = left.rstrip()
    if not left or left[-1] in _OPENING or left[-1].isspace():
        right = right.lstrip()
    return left, right
