"""How sure the second reader is that a sentence may not stand in a text, and why."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, sqrt

from messaging.content.reading.tokens import Sentence
from messaging.content.second_reader.features import features
from messaging.content.second_reader.weights import weights

HARM, FIT = "harm", "fit"


@dataclass(frozen=True, slots=True)
class Opinion:
    """``harm``: 0 to 1; ``fit``: 0 to 1, how like the sentences of fair texts it is. ``kind``: the
    kind of harm it is likest, a key of ``REASONS``."""

    harm: float
    fit: float
    kind: str


def opinion(text: str, sentence: Sentence) -> Opinion:
    """Of one sentence of a text, with the mark it ends with."""
    return _of(text[sentence.start : sentence.end] + sentence.ending)


@lru_cache(maxsize=64)  # several parts of one review ask about the same sentence
def _of(said: str) -> Opinion:
    known, pieces = weights(), features(said)
    sums = [0] * len(known.outputs)
    for piece in pieces:
        for place, value in enumerate(known.of.get(piece, b"")):
            sums[place] += value - 256 if value > 127 else value
    length = sqrt(len(pieces)) or 1.0
    scores = {
        output: bias + step * total / length
        for output, bias, step, total in zip(
            known.outputs, known.biases, known.steps, sums, strict=True
        )
    }
    harm, fit = _probability(scores.pop(HARM)), _probability(scores.pop(FIT))
    return Opinion(harm, fit, max(scores, key=scores.__getitem__))


def _probability(score: float) -> float:
    return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))
