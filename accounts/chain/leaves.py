"""One row as bytes, and the hash of them. Pure; docs/sealed-chain.md says it for other programs.

A row is its table and its columns in a stated order, each as PostgreSQL writes it as text (UTC, ISO
dates, bytes as hex), or None. A column that may hold what a person can have erased is not hashed
itself: a commitment to it is, under a salt of the row. So a value may go while the chain stays.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256

SALT_BYTES = 16
HASH_BYTES = 32
TAG_BYTES = 2
LEAF = b"\x00"
"""Before the bytes of a leaf, so that none is ever taken for a node of the tree."""

ERASED, MASK = "erased", "•••"
"""What stands in place of an erased text; of each value in erased JSON."""
NOTHING_ERASED: Mapping[str, str] = {}

Values = Sequence[str | None]


def commitment(value: str, *, salt: bytes, column: str) -> str:
    """Hex by which an erasable value is bound. Each column has a salt of its own, made of the
    row's: one value can be erased (its commitment kept, the row's salt replaced by those of the
    other columns) without the others losing theirs."""
    own = sha256(salt + column.encode()).digest()
    return sha256(own + value.encode()).hexdigest()


def is_emptied(value: str) -> bool:
    """Whether this is what an erasure leaves of a value: nothing, a mark, or the keys of JSON."""
    if value in ("", ERASED):
        return True
    try:
        told = json.loads(value)
    except ValueError:
        return False
    return isinstance(told, dict) and all(each == MASK for each in told.values())


def hidden(
    columns: Sequence[str],
    values: Values,
    *,
    erasable: Sequence[str],
    salt: bytes,
    erased: Mapping[str, str] = NOTHING_ERASED,
) -> list[str | None]:
    """The values as they are hashed: commitments in place of what may be erased. `erased`: those
    that were kept of values that went; where another value stands now, its own comes out."""
    return [
        erased[column]
        if value is not None and column in erased and is_emptied(value)
        else commitment(value, salt=salt, column=column)
        if value is not None and column in erasable
        else value
        for column, value in zip(columns, values, strict=True)
    ]


def leaf(table: str, values: Values) -> bytes:
    """SHA-256 of a row. The lengths, in characters, come first: no two rows have the same bytes."""
    lengths = ",".join(["-" if value is None else str(len(value)) for value in values])
    told = "".join([value for value in values if value is not None])
    return sha256(LEAF + f"{table}\n{lengths}\n{told}".encode()).digest()


def tags(values: Values) -> bytes:
    """Two bytes a column, by which a changed column is named. They prove nothing."""
    crc = zlib.crc32
    return b"".join(
        [
            b"\0\0" if value is None else (crc(value.encode()) & 0xFFFF).to_bytes(TAG_BYTES, "big")
            for value in values
        ]
    )


def differing(columns: Sequence[str], values: Values, *, tagged: bytes) -> list[str]:
    """The columns whose values are not those that were tagged."""
    now = tags(values)
    return [
        column
        for n, column in enumerate(columns)
        if now[n * TAG_BYTES : (n + 1) * TAG_BYTES] != tagged[n * TAG_BYTES : (n + 1) * TAG_BYTES]
    ]
