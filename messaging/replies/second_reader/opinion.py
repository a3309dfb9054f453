"""How sure the second reader is of each meaning."""

from collections.abc import Mapping
from pathlib import Path

from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.features import features
from messaging.second_reader.sentence import leanings
from messaging.second_reader.weights import load, probability, scores

FILE = Path(__file__).with_name("weights.bin")
WHOLE = Path(__file__).with_name("wholes.npz")
HARMLESS = "harmless"
"""An output beside the meanings: how like replies it is that ask for nothing."""

SHARE_OF_THE_WHOLE = 0.7
"""How much the sentence as a whole counts beside its pieces."""


def opinion(said: Said) -> Mapping[str, float]:
    """Meaning, or `HARMLESS`, → 0 to 1, each for itself: a reply may mean several things, or
    nothing known."""
    return {meaning: probability(score) for meaning, score in opinion_in_odds(said).items()}


def opinion_in_odds(said: Said) -> Mapping[str, float]:
    """The same as the logarithm of odds: 0 for as likely as not."""
    pieces, whole = scores(load(FILE), features(said)), leanings(WHOLE, said.written)
    odds = {each: score + SHARE_OF_THE_WHOLE * whole[each] for each, score in pieces.items()}
    odds[HARMLESS] = min(odds[HARMLESS], pieces[HARMLESS])  # the whole alone makes none so
    return odds
