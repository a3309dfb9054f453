"""The second reader's weights as a file."""

from messaging.replies.intents import Intent
from messaging.replies.second_reader.weights import FILE, Weights, pack, unpack, weights

MEGABYTE = 1_000_000


def test_what_is_packed_is_unpacked() -> None:
    small = Weights(
        ["paid", "other"], [-1.5, 0.25], [0.5, 0.125], {"^还": b"\x01\xff", "了": b"\n\n"}
    )
    assert unpack(pack(small)) == small


def test_the_shipped_weights_know_every_meaning_and_are_small() -> None:
    assert list(weights().meanings) == [str(intent) for intent in Intent]
    assert FILE.stat().st_size < MEGABYTE
