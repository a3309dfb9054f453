"""How sure the second reader is that a day named is that of a promise."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from messaging.replies.normalising.speech import heard
from messaging.replies.promised.clauses import Clause
from messaging.replies.promised.second_reader.beside import beside
from messaging.replies.second_reader.concerns import STOPPING
from messaging.replies.second_reader.opinion import opinion_in_odds
from messaging.second_reader.weights import load, probability, scores

FILE = Path(__file__).with_name("weights.bin")
PROMISED, PROMISE = "promised", "promise"
SURE = 0.5
"""So sure it has to be for a day the rules found to be offered."""

SURE_OF_ANOTHER = 0.9
"""And so sure of one they find only when the first is put aside."""

SURE_OF_NONE = 0.2
"""Less sure than this, and no whole reply speaks for the day."""

PLAIN = 2.0
"""In odds, as their logarithm: so sure the reader of whole replies has to be of a promise, and
so much surer than of anything else that would have to be heard."""

PLAIN_THOUGH_DOUBTED = 4.0
"""So much where this reader doubts the day."""

PLAIN_ENOUGH = 0.0
"""So much where the clause right after the day's says that somebody pays, and the day is no doubt
that of a promise: 周日歇班 去ATM存."""

PLAINER = 5.5
"""So much surer where no word of it is of paying."""

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


def plainly_promises(text: str, odds_of_it: float = PLAIN) -> bool:
    """The reply as a whole is a promise and nothing besides."""
    odds = dict(opinion_in_odds(heard(text)))
    promise = odds.pop(PROMISE)
    return promise >= odds_of_it + max(0.0, *(odds[other] for other in STOPPING))
