"""How the second readers learn: logistic regressions side by side, one an output.

Steps get shorter for a piece the more it has taught (AdaGrad). The same rows give the same weights.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from messaging.second_reader.weights import Weights

RATE = 2.0
SHRINK = 2e-6
"""How much a weight that a text touches is pulled to nothing."""

SURE_ENOUGH = 0.01
"""An error below this teaches nothing."""

BIAS = -2.0
BIAS_RATE = 0.02
_FARTHEST = 30.0  # beyond it the exponential says nothing more


@dataclass
class Lesson:
    """Texts in their pieces. `rows`: numbers of the pieces, and 1 for each output that is true."""

    outputs: Sequence[str]
    numbers: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)

    def add(self, pieces: Iterable[str], true: Iterable[str]) -> None:
        known = [self.numbers.setdefault(piece, len(self.numbers)) for piece in sorted(pieces)]
        holds = set(true)
        truth = np.array([float(output in holds) for output in self.outputs])
        self.rows.append((np.array(known, dtype=np.int64), truth))


def learn(
    lesson: Lesson, *, epochs: int, rate: float = RATE, biases: Mapping[str, float] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """(bias an output, weight a piece and output). `biases`: to begin with, `BIAS` unless named."""
    bias = np.array([(biases or {}).get(output, BIAS) for output in lesson.outputs])
    weights = np.zeros((len(lesson.numbers), len(lesson.outputs)))
    taught = np.full_like(weights, 1e-3)
    rows, order = list(lesson.rows), random.Random(1)
    for _epoch in range(epochs):
        order.shuffle(rows)
        for pieces, truth in rows:
            length = sqrt(len(pieces)) or 1.0
            old = weights[pieces]
            total = np.clip(bias + old.sum(axis=0) / length, -_FARTHEST, _FARTHEST)
            error = truth - 1 / (1 + np.exp(-total))
            error[np.abs(error) < SURE_ENOUGH] = 0.0
            if not error.any():
                continue
            step = error / length
            taught[pieces] += step * step
            pull = SHRINK * old * (error != 0)
            weights[pieces] = old + rate * (step - pull) / np.sqrt(taught[pieces])
            bias += BIAS_RATE * error
    return bias, weights


def in_bytes(
    lesson: Lesson, bias: np.ndarray, weights: np.ndarray, weighs: Callable[[bytes], bool]
) -> Weights:
    """What was learned, in steps of one 127th of an output's greatest weight; only the pieces
    that weigh enough are kept."""
    greatest = np.abs(weights).max(axis=0, initial=0.0)
    steps = np.where(greatest > 0, greatest, 1.0) / 127
    values = np.rint(weights / steps).astype(np.int8).view(np.uint8)
    kept = {piece: values[number].tobytes() for piece, number in lesson.numbers.items()}
    return Weights(
        outputs=list(lesson.outputs),
        biases=[round(float(each), 6) for each in bias],
        steps=[round(float(step), 8) for step in steps],
        of={piece: value for piece, value in kept.items() if weighs(value)},
    )
