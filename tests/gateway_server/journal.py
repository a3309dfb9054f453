"""What the gateway saw, one JSON line each, in the file before anything is answered.

Lines of `kind` "message": n (number of the request), id, to, at (Unix time), boot (seconds since
boot), not_after, class, fault ("" when none), answered ("accepted", "refused", "retry"; "nothing"
when no answer about it was written), taken (whether a phone would get it), again (this id was taken
before). Of kind "reply": from, text, ref, at when it was sent, and answered_at, status.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class Journal:
    """Appends; whole lines, at once, so that no kill cuts one."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, lines: Iterable[dict[str, Any]]) -> None:
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        if text:
            os.write(self._file, text.encode())


def moment() -> dict[str, float]:
    """Now, by both clocks."""
    return {"at": time.time(), "boot": time.clock_gettime(time.CLOCK_BOOTTIME)}


def read(path: Path, kind: str = "message") -> list[dict[str, Any]]:
    """The lines of one kind, in order."""
    if not path.exists():
        return []
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line["kind"] == kind]
