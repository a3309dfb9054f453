"""How the second readers learn from whole sentences."""

import numpy as np
import pytest

from messaging.second_reader import sentence
from messaging.second_reader.sentence import Net, leanings
from scripts.learning_wholes import learn, packed

CORNERS = np.array([[1, 0], [0, 1], [1, 1], [0, 0]] * 60, dtype=np.float32)


def heard(net: Net, vectors: np.ndarray) -> np.ndarray:
    return np.maximum(vectors @ net.into + net.into_bias, 0) @ net.out + net.out_bias


def test_it_learns_what_lies_in_no_straight_line() -> None:
    true = [["either"], ["either"], ["both"], []] * 60
    sums = heard(learn(CORNERS, true, ["either", "both"], epochs=200), CORNERS[:4])
    assert (sums > 0).tolist() == [[True, False], [True, False], [False, True], [False, False]]


def test_the_same_vectors_give_the_same_weights() -> None:
    true = [["left"], ["right"], [], []] * 60
    first, second = (learn(CORNERS, true, ["left", "right"], epochs=2) for _ in range(2))
    assert all((one == other).all() for one, other in zip(first, second, strict=True))


def test_what_is_packed_is_read_again(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    net = learn(CORNERS, [["a"], ["b"], [], []] * 60, ["a", "b"], epochs=20)
    file = tmp_path / "wholes.npz"
    file.write_bytes(packed(["a", "b"], net))
    monkeypatch.setattr(sentence, "vector", lambda _text: CORNERS[0])
    said = leanings(file, "好")
    assert [said["a"], said["b"]] == pytest.approx(heard(net, CORNERS[0]), abs=0.05)
