from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from accounts.chain import merkle

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def recursive(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word; the leaves are hashed already."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + recursive(leaves[:k]) + recursive(leaves[k:])).digest()


@given(LEAVES)
def test_the_root_is_that_of_the_standard(leaves: list[bytes]) -> None:
    assert merkle.root(leaves) == recursive(leaves)


@given(LEAVES, st.data())
def test_every_leaf_climbs_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert merkle.climb(leaves[place], merkle.path(leaves, place)) == merkle.root(leaves)


@given(LEAVES, st.data())
def test_a_changed_leaf_climbs_elsewhere(leaves: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    other = bytes([leaves[place][0] ^ 1]) + leaves[place][1:]
    assert merkle.climb(other, merkle.path(leaves, place)) != merkle.root(leaves)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=20, unique=True))
def test_another_order_has_another_root(leaves: list[bytes]) -> None:
    assert merkle.root(leaves[::-1]) != merkle.root(leaves)


def test_a_tree_has_leaves() -> None:
    with pytest.raises(ValueError):
        merkle.root([])
    with pytest.raises(IndexError):
        merkle.path([b"x" * 32], 1)
