"""What a check of a text found, and where."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a text.

    ``start`` and ``end`` index the text exactly as it was given: ``text[start:end]`` is the place.
    ``phrase`` is the listed phrase that was met or, where none was, the place itself.
    ``code`` is stable and lets a screen translate the remark; ``reason`` is English, ``reason_zh``
    Chinese where the source has one.
    A ``block`` finding stops submission, a ``warn`` finding asks a person to look.
    """

    level: Level
    category: str
    phrase: str
    start: int
    end: int
    reason: str
    suggestion: str = ""
    code: str = ""
    reason_zh: str = ""
