"""A Merkle tree as RFC 6962 (section 2.1) builds it: one hash for many leaves, and short proofs."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

NODE = b"\x01"


def root(leaves: Sequence[bytes]) -> bytes:
    """Of at least one leaf."""
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    level = list(leaves)
    while len(level) > 1:
        pairs = [
            sha256(NODE + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)
        ]
        # A last one without a partner moves up as it is: the same tree as the recursive rule.
        level = pairs + level[len(pairs) * 2 :]
    return level[0]


def path(leaves: Sequence[bytes], place: int) -> list[tuple[str, bytes]]:
    """From the leaf at `place` (from 0) up to the root: ("left" | "right", hash beside it)."""
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    found: list[tuple[str, bytes]] = []
    level = list(leaves)
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            found.append(("left" if beside < place else "right", level[beside]))
        pairs = [
            sha256(NODE + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(pairs) * 2 :]
        place //= 2
    return found


def climb(leaf: bytes, steps: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its path come to."""
    for side, beside in steps:
        pair = beside + leaf if side == "left" else leaf + beside
        leaf = sha256(NODE + pair).digest()
    return leaf
