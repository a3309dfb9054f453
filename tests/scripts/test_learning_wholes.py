"""How the second readers learn from whole sentences."""

import numpy as np

from messaging.second_reader.sentence import leanings
from scripts.learning_wholes import learn, packed


def test_it_learns_which_number_speaks_for_what() -> None:
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]] * 20, dtype=np.float32)
    true = [["left"], ["left"], ["right"], ["right", "up"]] * 20
    left, right, up = learn(vectors, true, ["left", "right", "up"])
    assert left[0] > 0 > left[1]
    assert right[1] > 0 > right[0]
    assert up[1] > up[0]


def test_what_is_packed_is_read_again(tmp_path) -> None:
    file = tmp_path / "wholes.npz"
    file.write_bytes(packed(["a", "b"], np.zeros((2, 513), dtype=np.float32)))
    assert leanings(file, "好") == {"a": 0.0, "b": 0.0}
