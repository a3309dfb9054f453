"""How sure the second reader is that a sentence may not stand in a text, and why."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from messaging.content.reading.tokens import Sentence
from messaging.content.second_reader.features import features
from messaging.content.second_reader.halves import halves
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


def worst_half(text: str, sentence: Sentence) -> float:
    """How sure it is of harm in the worst of the sentence's halves, each read by itself; 0 for a
    sentence of one clause."""
    return max((_of(half).harm for half in halves(text, sentence)), default=0.0)


@lru_cache(maxsize=256)  # several parts of one review ask about the same sentence
def _of(said: str) -> Opinion:
    found = scores(load(FILE), features(said))
    harm, fit = probability(found.pop(HARM)), probability(found.pop(FIT))
    return Opinion(harm, fit, max(found, key=found.__getitem__))
