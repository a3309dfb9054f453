"""How cues are written down: blocks of small regular expressions, families in angle brackets."""

import re

from messaging.replies.cues.families import FAMILIES

_FAMILY = re.compile("<([A-Z_]+)>")
_CONTINUED = re.compile(r"\\\n *")


def lines(block: str) -> tuple[str, ...]:
    """The cues of a block, separated by blanks; a line that begins with # says what follows.

    ``<PAY>`` stands for any word of that family. A backslash at the end of a line joins it to the
    next.
    """
    spoken = (line for line in block.splitlines(keepends=True) if not line.startswith("#"))
    return tuple(map(_filled, _words("".join(spoken))))


def _filled(cue: str) -> str:
    while _FAMILY.search(cue):
        cue = _FAMILY.sub(lambda name: f"(?:{'|'.join(_words(FAMILIES[name[1]]))})", cue)
    return cue


def _words(block: str) -> list[str]:
    return _CONTINUED.sub("", block).split()
