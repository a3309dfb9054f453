"""One link of the chain: what it says (its header), the hash of that (its head), and the order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

FORMAT = "huancui-chain/1"
NO_HEAD = bytes(32)
"""What the first link names as its predecessor's head."""

SIGNED = b"huancui-chain/1 head "
"""Before the head in what is signed: the key signs nothing else that begins so."""


class Unreadable(ValueError):
    """A header that is none."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table in a link. `erasable`: the columns hashed by commitment."""

    table: str
    columns: tuple[str, ...]
    erasable: tuple[str, ...]
    rows: int
    root: str


@dataclass(frozen=True, slots=True)
class Header:
    """`chain`: which chain it is; `snapshot`: which transactions had ended; `system`: the database
    server's own number; `moved`: since when it is another server's, and what came along."""

    chain: str
    number: int
    at: str
    previous: str
    snapshot: str
    system: str
    key: str
    parts: tuple[Part, ...]
    moved: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Always the same for the same header."""
        return json.dumps(
            {
                "format": FORMAT,
                "chain": self.chain,
                "number": self.number,
                "at": self.at,
                "previous": self.previous,
                "snapshot": self.snapshot,
                "system": self.system,
                "key": self.key,
                "moved": dict(self.moved),
                "parts": [
                    {
                        "table": part.table,
                        "columns": list(part.columns),
                        "erasable": list(part.erasable),
                        "rows": part.rows,
                        "root": part.root,
                    }
                    for part in self.parts
                ],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def read(cls, text: str) -> Header:
        """Raises `Unreadable`."""
        try:
            told = json.loads(text)
            if told.pop("format") != FORMAT:
                raise Unreadable("not a header of this format")
            parts = tuple(
                Part(
                    table=each["table"],
                    columns=tuple(each["columns"]),
                    erasable=tuple(each["erasable"]),
                    rows=int(each["rows"]),
                    root=each["root"],
                )
                for each in told.pop("parts")
            )
            return cls(**{**told, "number": int(told["number"]), "parts": parts})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable("a header that cannot be read") from error

    def part(self, table: str) -> Part | None:
        """Of this table."""
        return next((part for part in self.parts if part.table == table), None)


def head(header: str) -> bytes:
    """SHA-256 of a header's text."""
    return sha256(header.encode()).digest()


def signed(of: bytes) -> bytes:
    """What the signature of a head is over."""
    return SIGNED + of.hex().encode()


def follows(header: Header, *, chain: str, number: int, previous: bytes) -> Sequence[str]:
    """What speaks against it as the link after `number` - 1; empty: nothing."""
    found = []
    if header.chain != chain:
        found.append("chain")
    if header.number != number:
        found.append("number")
    if header.previous != previous.hex():
        found.append("previous")
    return found
