"""The weights of the second readers as they lie in their files."""

from pathlib import Path

import pytest

from messaging.content.second_reader import opinion as of_wording
from messaging.content.second_reader.reasons import HEARD
from messaging.replies.second_reader import opinion as of_replies
from messaging.second_reader.weights import Weights, load, pack, probability, scores, unpack
from scripts.train_second_reader import OUTPUTS

SMALL = Weights(["paid", "other"], [-1.5, 0.25], [0.5, 0.125], {"^还": b"\x01\xff", "了": b"\n\n"})


def test_what_is_packed_is_unpacked() -> None:
    assert unpack(pack(SMALL)) == SMALL


def test_pieces_add_up_over_the_root_of_their_number() -> None:
    assert scores(SMALL, ["^还", "?", "?", "?"]) == {
        "paid": -1.5 + 0.5 * 1 / 2,
        "other": 0.25 + 0.125 * -1 / 2,
    }
    assert scores(SMALL, []) == {"paid": -1.5, "other": 0.25}


def test_a_score_becomes_a_probability() -> None:
    assert probability(0) == 0.5
    assert probability(-1000) < 0.001 < 0.999 < probability(1000)


@pytest.mark.parametrize(
    ("file", "outputs", "largest"),
    [
        (of_replies.FILE, list(OUTPUTS), 2_800_000),
        (of_wording.FILE, [of_wording.HARM, of_wording.FIT, *HEARD], 1_300_000),
    ],
)
def test_each_file_knows_all_it_is_asked_for_and_is_small(
    file: Path, outputs: list[str], largest: int
) -> None:
    assert list(load(file).outputs) == outputs
    assert file.stat().st_size < largest
