"""Vectors of texts that were encoded once: to encode what a reader learns takes ten minutes.

Kept in var/vectors.npz, by the text; nothing in it is anybody's but the repository's.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from messaging.second_reader.sentence import vectors

FILE = Path(__file__).resolve().parent.parent / "var" / "vectors.npz"
AT_ONCE = 500


def kept_vectors(texts: Sequence[str], file: Path = FILE) -> NDArray[np.float32]:
    """A row for each of the texts, each a line, as `vectors` gives; half as exact."""
    known = _kept(file)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        known.update(zip(some, vectors(some).astype(np.float16), strict=True))
    if new:
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = np.frombuffer("\n".join(known).encode(), dtype=np.uint8)
        np.savez(file, lines=lines, vectors=np.stack(list(known.values())))
    return np.stack([known[text] for text in texts]).astype(np.float32)


def _kept(file: Path) -> dict[str, NDArray[np.float16]]:
    if not file.exists():
        return {}
    with np.load(file, allow_pickle=False) as held:
        lines = held["lines"].tobytes().decode().split("\n")
        return dict(zip(lines, held["vectors"], strict=True))
