"""One row as bytes, and the hash of them. Pure; docs/sealed-chain.md says it for other programs.

A row is its table and its columns in a stated order, each as PostgreSQL writes it as text (UTC, ISO
dates, bytes as hex), or None. A column that may hold what a person can have erased is not hashed
itself: a commitment to it is, under a salt of the row. So a value may go while the chain stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from struct import Struct
from zlib import crc32

SALT_BYTES = 16
HASH_BYTES = 32
TAG_BYTES = 2
LEAF = b"\x00"
"""Before the bytes of a leaf, so that none is ever taken for a node of the tree."""

ERASED, MASK = "erased", "•••"
"""What stands in place of an erased text; of each value in erased JSON."""
NOTHING_ERASED: Mapping[str, str] = {}

Values = Sequence[str | None]
_SHORT = [str(number) for number in range(200)]
"""Lengths as text: most columns of every row sealed are as short."""


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


@cache
def _numbers(count: int) -> Struct:
    return Struct(f">{count}H")


def bound(table: str, values: Values) -> tuple[bytes, bytes]:
    """The leaf of a row and its tags; the values are turned into bytes once for both."""
    said = _in_bytes(values)
    return _leaf(table, values, said), _tags(said)


def leaf(table: str, values: Values) -> bytes:
    """SHA-256 of a row. The lengths, in characters, come first: no two rows have the same bytes."""
    return _leaf(table, values, _in_bytes(values))


def tags(values: Values) -> bytes:
    """Two bytes a column, by which a changed column is named. They prove nothing."""
    return _tags(_in_bytes(values))


def _in_bytes(values: Values) -> list[bytes]:
    return [b"" if value is None else value.encode() for value in values]


def _leaf(table: str, values: Values, said: list[bytes]) -> bytes:
    lengths = ",".join(
        [
            "-" if value is None else _SHORT[n] if (n := len(value)) < len(_SHORT) else str(n)
            for value in values
        ]
    )
    return sha256(b"".join([LEAF, f"{table}\n{lengths}\n".encode(), *said])).digest()


def _tags(said: list[bytes]) -> bytes:
    """Of nothing, as of an empty text, it is nought."""
    return _numbers(len(said)).pack(*[crc32(each) & 0xFFFF for each in said])


def differing(columns: Sequence[str], values: Values, *, tagged: bytes) -> list[str]:
    """The columns whose values are not those that were tagged."""
    now = tags(values)
    return [
        column
        for n, column in enumerate(columns)
        if now[n * TAG_BYTES : (n + 1) * TAG_BYTES] != tagged[n * TAG_BYTES : (n + 1) * TAG_BYTES]
    ]
