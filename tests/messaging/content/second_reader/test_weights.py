"""The weights as they lie in their file."""

from messaging.content.frames.reasons import REASONS
from messaging.content.second_reader.opinion import FIT, HARM
from messaging.content.second_reader.weights import Weights, pack, unpack, weights


def test_what_was_packed_is_unpacked() -> None:
    given = Weights(["harm", "threat"], [0.5, -1.25], [0.01, 0.02], {"c:天": b"\x01\xff"})
    assert unpack(pack(given)) == given


def test_the_file_knows_harm_and_a_reason_for_every_kind() -> None:
    assert list(weights().outputs) == [HARM, FIT, *REASONS]
