"""What a verification finds, and how much of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

KEPT = 200


class Finding(NamedTuple):
    """`kind`: a code of KINDS; `link`: in which the row is; `what`: columns, or more."""

    kind: str
    table: str = ""
    row: int | None = None
    link: int | None = None
    what: str = ""


CHANGED = "changed"
MISSING = "missing"
INSERTED = "inserted"
BACKDATED = "backdated"
NOT_AS_APPROVED = "not_as_approved"
TEXT_CHANGED = "text_changed"
TEXT_GONE = "text_gone"
LINK_MISSING = "link_missing"
LINK_CHANGED = "link_changed"
PART_CHANGED = "part_changed"
SIGNATURE = "signature"
UNKNOWN_KEY = "unknown_key"
HEAD_DIFFERS = "head_differs"
HEAD_UNREADABLE = "head_unreadable"
TRUNCATED = "truncated"
OTHER_CHAIN = "other_chain"
KINDS = (
    CHANGED,
    MISSING,
    INSERTED,
    BACKDATED,
    NOT_AS_APPROVED,
    TEXT_CHANGED,
    TEXT_GONE,
    LINK_MISSING,
    LINK_CHANGED,
    PART_CHANGED,
    SIGNATURE,
    UNKNOWN_KEY,
    HEAD_DIFFERS,
    HEAD_UNREADABLE,
    TRUNCATED,
    OTHER_CHAIN,
)


@dataclass(slots=True)
class Verified:
    """What was looked at and found. `tail`: rows of ended transactions that are in no link yet;
    `tail_seconds`: the age of the oldest of them; `withdrawn`: planned decisions that were, as the
    trail says, withdrawn; `moves`: links after which the database stood on another server."""

    links: int = 0
    of_links: int = 0
    rows: int = 0
    withdrawn: int = 0
    moves: int = 0
    tail: int = 0
    tail_seconds: float = 0.0
    head: str = ""
    number: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.found

    def note(self, finding: Finding) -> None:
        """The first KEPT are kept, all are counted."""
        self.found += 1
        if len(self.findings) < KEPT:
            self.findings.append(finding)

    def as_json(self) -> list[dict[str, Any]]:
        return [finding._asdict() for finding in self.findings]


Progress = Callable[[Verified], None]
