"""How sure the second reader is that a sentence may not stand in a text, and why."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from messaging.content.reading.tokens import Sentence
from messaging.content.second_reader.features import features
from messaging.second_reader.weights import load, probability, scores

FILE = Path(__file__).with_name("weights.bin")
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
    found = scores(load(FILE), features(said))
    harm, fit = probability(found.pop(HARM)), probability(found.pop(FIT))
    return Opinion(harm, fit, max(found, key=found.__getitem__))
