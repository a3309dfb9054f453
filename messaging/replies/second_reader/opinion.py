"""How sure the second reader is of each meaning."""

from collections.abc import Mapping
from math import exp, sqrt

from messaging.replies.second_reader.features import features
from messaging.replies.second_reader.weights import weights
from messaging.replies.speech import Said


def opinion(said: Said) -> Mapping[str, float]:
    """Meaning → 0 to 1, each for itself: a reply may mean several things, or nothing known."""
    known, pieces = weights(), features(said)
    sums = [0] * len(known.meanings)
    for piece in pieces:
        values = known.of.get(piece)
        if values is not None:
            for place, value in enumerate(values):
                if value:
                    sums[place] += value - 256 if value > 127 else value
    length = sqrt(len(pieces)) or 1.0
    return {
        meaning: _probability(bias + step * total / length)
        for meaning, bias, step, total in zip(
            known.meanings, known.biases, known.steps, sums, strict=True
        )
    }


def _probability(score: float) -> float:
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))
