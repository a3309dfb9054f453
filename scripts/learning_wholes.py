"""How the second readers learn from whole sentences: one logistic regression an output, by
Newton's steps, so that the same vectors give the same weights."""

from collections.abc import Collection, Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

RIDGE = 0.1
STEPS = 12
CLOSE = 0.01
_FARTHEST = 30.0


def learn(
    vectors: NDArray[np.float32], true: Sequence[Collection[str]], outputs: Sequence[str]
) -> NDArray[np.float32]:
    """A row an output: a weight for each number of the vectors, the bias last."""
    known = np.hstack([vectors, np.ones((len(vectors), 1))]).astype(np.float32)
    rows = [_one(known, np.array([float(output in each) for each in true])) for output in outputs]
    return np.array(rows, dtype=np.float32)


def _one(known: NDArray[np.float32], truth: NDArray[np.float64]) -> NDArray[np.float64]:
    width = known.shape[1]
    weights, ridge = np.zeros(width), np.diag([RIDGE] * (width - 1) + [1e-6])
    for _step in range(STEPS):
        sure = 1 / (1 + np.exp(-np.clip(known @ weights, -_FARTHEST, _FARTHEST)))
        slope = known.T @ (truth - sure) - ridge @ weights
        bent = (sure * (1 - sure)).astype(np.float32)
        bend = (known * bent[:, None]).T @ known + ridge
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < CLOSE:
            break
    return weights


def packed(outputs: Sequence[str], weights: NDArray[np.float32]) -> bytes:
    """As `messaging.second_reader.sentence.leanings` reads it."""
    held = BytesIO()
    np.savez_compressed(held, outputs=np.array(outputs), weights=weights.astype(np.float16))
    return held.getvalue()
