"""What addresses and forms carry as text, read as values; None for a faulty text."""

from __future__ import annotations

from datetime import date, datetime

MAX_ID = 2**63 - 1
"""The highest id a row can have (bigint)."""


def whole_number(text: str | None, *, most: int = MAX_ID) -> int | None:
    """0 to `most`, written in ASCII digits and nothing else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None


def row_id(text: str | None) -> int | None:
    """The id of a row; there is none below 1."""
    return whole_number(text) or None


def row_ids(texts: list[str]) -> list[int]:
    """The ids among what was ticked, in that order."""
    return [number for number in map(row_id, texts) if number is not None]


def source_id(source: str, kind: str) -> int | None:
    """7 of "reply:7" for the kind "reply": how rows name what they come from."""
    said, _colon, number = source.partition(":")
    return row_id(number) if said == kind else None


def moment(text: str | None) -> datetime | None:
    """An ISO moment with its offset, as `isoformat` writes it."""
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read if read.tzinfo is not None else None


def day(text: str | None) -> date | None:
    """A day as `2026-09-14`."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
