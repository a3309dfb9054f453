"""What a carrier says of a text or a signature that was filed with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

REASON_LENGTH = 500


class Ruling(StrEnum):
    """WAITING: not decided; nothing else may be sent than what it PASSED."""

    WAITING = "waiting"
    PASSED = "passed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Ruled:
    """`reason`: the carrier's own words for a rejection."""

    ruling: Ruling
    reason: str = ""


class NotFiled(Exception):
    """The carrier did not take a filing, or cannot be asked; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:80]


@dataclass(frozen=True, slots=True)
class FiledText:
    """A passed text: the carrier's own id of it, and the body as we have it."""

    code: str
    body: str = field(repr=False)
