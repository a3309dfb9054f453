"""Vectors of texts that were encoded once."""

import numpy as np
import pytest

from scripts import kept_vectors as kept


def test_each_text_is_encoded_once(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def lengths(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)

    monkeypatch.setattr(kept, "vectors", lengths)
    file = tmp_path / "new" / "vectors.npz"
    kept.kept_vectors(["好", "who?"], file)
    again = kept.kept_vectors(["who?", "已还，谢谢", "who?"], file)
    assert again.tolist() == [[4, 1], [5, 1], [4, 1]]
    assert asked == ["好", "who?", "已还，谢谢"]
