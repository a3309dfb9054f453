"""How the second readers learn from whole sentences: a net with one hidden layer, all outputs
side by side.

What a sentence means lies in no straight line through its vector: on replies nobody here wrote, the
net leaves half of the doubt that one logistic regression an output left. Much is forgotten at
random while it learns (`DROPPED`), so that it does not learn the texts by heart. The same vectors
give the same weights, to some digits.
"""

from collections.abc import Collection, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from messaging.second_reader.sentence import Net

HIDDEN = 512
EPOCHS = 20
DROPPED = 0.6
DECAY = 3e-3
RATE = 2e-3
AT_ONCE = 128
BIAS = -2.0
"""Of an output to begin with: most texts do not mean it."""

_FARTHEST = 30.0
_KEPT_OF_SLOPE, _KEPT_OF_SQUARE = 0.9, 0.999

Array = NDArray[np.float32]


def learn(
    vectors: Array, true: Sequence[Collection[str]], outputs: Sequence[str], *, epochs: int = EPOCHS
) -> Net:
    """`true`: what is true of each vector, of `outputs`."""
    truth = np.array([[output in each for output in outputs] for each in true], dtype=np.float32)
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    spread *= vectors.shape[1] ** 0.5
    even = (vectors - mean) / spread
    random = np.random.default_rng(1)
    steps = _Steps(_begun(random, even.shape[1], len(outputs)))
    batches = max(1, len(even) // AT_ONCE)
    for epoch in range(epochs):
        for batch, rows in enumerate(np.array_split(random.permutation(len(even)), batches)):
            done = (epoch * batches + batch) / (epochs * batches)
            slopes = _slopes(steps.net, even[rows], truth[rows], random)
            steps.go(slopes, rate=RATE * (1 + np.cos(np.pi * done)) / 2)
    return _of_vectors(steps.net, mean, spread)


def _of_vectors(net: Net, mean: Array, spread: Array) -> Net:
    """The same net for vectors as they come: it learned from even ones, so that neither encoder
    counts for more because its numbers are larger."""
    into = (net.into / spread[:, None]).astype(np.float16).astype(np.float32)  # as it is kept
    return net._replace(into=into, into_bias=net.into_bias - mean @ into)


def packed(outputs: Sequence[str], net: Net) -> bytes:
    """As `messaging.second_reader.sentence.leanings` reads it."""
    held = BytesIO()
    parts = {
        name: part.astype(np.float16 if part.ndim > 1 else np.float32)
        for name, part in net._asdict().items()
    }
    np.savez_compressed(held, outputs=np.array(outputs), **parts)
    return held.getvalue()


def _begun(random: np.random.Generator, width: int, outputs: int) -> Net:
    into = random.normal(0, 3 * (2 / width) ** 0.5, (width, HIDDEN))  # vectors are short: three
    out = random.normal(0, HIDDEN**-0.5, (HIDDEN, outputs))
    biases = np.zeros(HIDDEN), np.full(outputs, BIAS)
    return Net(*(part.astype(np.float32) for part in (into, biases[0], out, biases[1])))


def _slopes(net: Net, vectors: Array, truth: Array, random: np.random.Generator) -> Net:
    sums = vectors @ net.into + net.into_bias
    kept = (random.random(sums.shape) >= DROPPED) / np.float32(1 - DROPPED)
    woken = np.maximum(sums, 0) * kept
    odds = np.clip(woken @ net.out + net.out_bias, -_FARTHEST, _FARTHEST)
    error = (1 / (1 + np.exp(-odds)) - truth) / len(vectors)
    back = (error @ net.out.T) * kept * (sums > 0)
    return Net(vectors.T @ back, back.sum(axis=0), woken.T @ error, error.sum(axis=0))


class _Steps:
    """Steps as long as slopes were alike (Adam), and every weight a little smaller each time."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.slope = [np.zeros_like(part) for part in net]
        self.square = [np.zeros_like(part) for part in net]
        self.gone = 0

    def go(self, slopes: Net, *, rate: float) -> None:
        self.gone += 1
        self.net = Net(
            *(
                self._moved(place, part, slope, rate)
                for place, (part, slope) in enumerate(zip(self.net, slopes, strict=True))
            )
        )

    def _moved(self, place: int, part: Array, slope: Array, rate: float) -> Array:
        self.slope[place] += (1 - _KEPT_OF_SLOPE) * (slope - self.slope[place])
        self.square[place] += (1 - _KEPT_OF_SQUARE) * (slope**2 - self.square[place])
        usual = self.slope[place] / (1 - _KEPT_OF_SLOPE**self.gone)
        spread = np.sqrt(self.square[place] / (1 - _KEPT_OF_SQUARE**self.gone)) + 1e-8
        decay = DECAY * part if part.ndim > 1 else 0
        moved: Array = (part - rate * (usual / spread + decay)).astype(np.float32)
        return moved
