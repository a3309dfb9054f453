"""How sure the second reader is that a day named is that of a promise."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from messaging.replies.promised.clauses import Clause
from messaging.replies.promised.second_reader.beside import beside
from messaging.second_reader.weights import load, probability, scores

FILE = Path(__file__).with_name("weights.bin")
PROMISED = "promised"
SURE = 0.2
"""So sure it has to be for a day the rules found to be offered."""

SURE_OF_ANOTHER = 0.9
"""And so sure of one they find only when the first is put aside."""

MOST_PLACES = 8
"""Where the day is named that are looked at."""


def sure_of(parts: Sequence[Clause], day: date) -> float:
    """0 to 1, of the place where the day is named that is likest a promise."""
    weights = load(FILE)
    named = (
        (place, time)
        for place, part in enumerate(parts)
        for time in part.times
        if time.meant == day
    )
    return max(
        (
            probability(scores(weights, beside(parts, place, time))[PROMISED])
            for place, time in islice(named, MOST_PLACES)
        ),
        default=0.0,
    )
