"""One template of a file, and what can be wrong with a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

SETTINGS = ("title", "stage", "tone", "cause", "channel", "content_class")
PURPOSE = ("stage", "tone", "cause", "channel", "content_class")
"""What a template is for: its code stands for these, so a file does not change them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A template and its wordings by language, in the order of the languages."""

    code: str
    title: str
    stage: str
    tone: str
    cause: str
    channel: str
    content_class: str
    texts: dict[str, str]

    def settings(self) -> dict[str, Any]:
        """Everything but code and texts, as columns of a template."""
        return {name: getattr(self, name) for name in SETTINGS}


class Problem(NamedTuple):
    """`entry` is the code of the template or its place in the file (#3); "" for the whole file."""

    entry: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = " · ".join(part for part in (self.entry, self.field) if part)
        return f"{where}: {self.reason}" if where else self.reason


class FileRefused(ValueError):
    """Nothing of the file was taken. `problems` say where and why, all that were found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)

    @classmethod
    def whole(cls, reason: str) -> "FileRefused":
        """Something is wrong with the file as such."""
        return cls([Problem("", "", reason)])
