"""With which characters a cue can begin, so that only those cues are tried that may fit.

Understands what cues are made of: letters, ``[...]``, ``(?:...|...)``, look-arounds, ``^``, ``$``,
``.``, ``\\d`` and repetitions. A cue that may begin with anything, or match nothing, is refused.
"""

import re

_LOOK_AROUND = re.compile(r"\(\?<?[=!]")
_REPETITION = re.compile(r"[?*+]|\{(\d*),?\d*\}")
_RANGE = re.compile(r"(.)-(.)")
_ANYTHING = "."


def first_characters(cue: str) -> frozenset[str]:
    """``"(?:别|不要)再?发"`` → 别, 不. Raises ``ValueError`` if it may begin with anything."""
    firsts, may_be_empty, _end = _alternatives(cue, 0)
    if may_be_empty or _ANYTHING in firsts:
        raise ValueError(f"Nobody can say how this cue begins: {cue}")
    return frozenset(firsts)


def _alternatives(cue: str, at: int) -> tuple[set[str], bool, int]:
    """The first characters up to the closing bracket, whether that may be empty, and its place."""
    firsts, may_be_empty = set[str](), False
    while True:
        those, empty, at = _sequence(cue, at)
        firsts, may_be_empty = firsts | those, may_be_empty or empty
        if at == len(cue) or cue[at] == ")":
            return firsts, may_be_empty, at
        at += 1  # the bar


def _sequence(cue: str, at: int) -> tuple[set[str], bool, int]:
    firsts, at_beginning = set[str](), True
    while at < len(cue) and cue[at] not in "|)":
        those, empty, at = _item(cue, at)
        repeated = _REPETITION.match(cue, at)
        if repeated:
            empty = empty or repeated[0] in "?*" or repeated[1] == "0"
            at = repeated.end() + (cue[repeated.end() : repeated.end() + 1] == "?")
        if at_beginning:
            firsts |= those
            at_beginning = empty
    return firsts, at_beginning, at


def _item(cue: str, at: int) -> tuple[set[str], bool, int]:
    if _LOOK_AROUND.match(cue, at):
        return set(), True, _closing(cue, at)
    if cue.startswith("(?:", at):
        firsts, empty, end = _alternatives(cue, at + 3)
        return firsts, empty, end + 1
    if cue[at] in "^$":
        return set(), True, at + 1
    if cue[at] == "[":
        end = cue.index("]", at)
        return _of_class(cue[at + 1 : end]), False, end + 1
    if cue[at] == "\\":
        return set("0123456789") if cue[at + 1] == "d" else {cue[at + 1]}, False, at + 2
    return {cue[at]}, False, at + 1


def _of_class(inside: str) -> set[str]:
    if inside.startswith("^"):
        return {_ANYTHING}
    ranges = _RANGE.findall(inside)
    if any(ord(last) - ord(first) > 100 for first, last in ranges):
        return {_ANYTHING}
    spanned = {chr(n) for first, last in ranges for n in range(ord(first), ord(last) + 1)}
    return spanned | set(_RANGE.sub("", inside))


def _closing(cue: str, at: int) -> int:
    """The place after the bracket that closes the one at `at`."""
    depth = 0
    for place in range(at, len(cue)):
        depth += {"(": 1, ")": -1}.get(cue[place], 0)
        if depth == 0:
            return place + 1
    raise ValueError(f"A bracket is open: {cue}")
