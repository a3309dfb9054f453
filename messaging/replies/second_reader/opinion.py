"""How sure the second reader is of each meaning."""

from collections.abc import Mapping
from pathlib import Path

from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.features import features
from messaging.second_reader.weights import load, probability, scores

FILE = Path(__file__).with_name("weights.bin")
HARMLESS = "harmless"
"""An output beside the meanings: how like replies it is that ask for nothing."""


def opinion(said: Said) -> Mapping[str, float]:
    """Meaning, or `HARMLESS`, → 0 to 1, each for itself: a reply may mean several things, or
    nothing known."""
    found = scores(load(FILE), features(said))
    return {meaning: probability(score) for meaning, score in found.items()}
