"""Published heads: one line of JSON a link, in a file that is only ever appended to. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FILE = "heads.jsonl"
TAIL_BYTES = 4096


class Head(NamedTuple):
    """One link as the world outside the database knows it; bytes as hex."""

    chain: str
    number: int
    at: str
    head: str
    signature: str
    key: str

    def line(self) -> str:
        return json.dumps(self._asdict(), separators=(",", ":"))

    @classmethod
    def read(cls, line: str) -> Head:
        """Raises ValueError for what is no such line."""
        try:
            told: dict[str, Any] = json.loads(line)
            return cls(**told)._replace(number=int(told["number"]))
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("not a published head") from error


def read_all(path: Path) -> Iterator[tuple[int, Head | None]]:
    """(line number from 1, head); None for a line that is none."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield number, Head.read(line)
                except ValueError:
                    yield number, None


def last_of(path: Path) -> Head | None:
    """The last whole line. Raises ValueError when that is no head."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TAIL_BYTES))
        lines = [line for line in file.read().decode(errors="replace").split("\n") if line.strip()]
    return Head.read(lines[-1]) if lines else None
