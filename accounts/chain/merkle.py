"""A Merkle tree as RFC 6962 (section 2.1) builds it: one hash for many leaves, and short proofs."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

NODE = b"\x01"


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The tree from its leaves up to its root, which is alone on the last level."""
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    tree = [list(leaves)]
    while len(level := tree[-1]) > 1:
        pairs = [
            sha256(NODE + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)
        ]
        # A last one without a partner moves up as it is: the same tree as the recursive rule.
        tree.append(pairs + level[len(pairs) * 2 :])
    return tree


def root(leaves: Sequence[bytes]) -> bytes:
    """Of at least one leaf."""
    return levels(leaves)[-1][0]


def path(leaves: Sequence[bytes], place: int) -> list[tuple[str, bytes]]:
    """From the leaf at `place` (from 0) up to the root: ("left" | "right", hash beside it)."""
    return path_in(levels(leaves), place)


def path_in(tree: Sequence[Sequence[bytes]], place: int) -> list[tuple[str, bytes]]:
    """The same in a tree whose levels are known, for many leaves of one."""
    if not 0 <= place < len(tree[0]):
        raise IndexError(place)
    found: list[tuple[str, bytes]] = []
    for level in tree[:-1]:
        beside = place ^ 1
        if beside < len(level):
            found.append(("left" if beside < place else "right", level[beside]))
        place //= 2
    return found


def climb(leaf: bytes, steps: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its path come to."""
    for side, beside in steps:
        pair = beside + leaf if side == "left" else leaf + beside
        leaf = sha256(NODE + pair).digest()
    return leaf
