"""How likely a reply in which nobody found a concern is one that must stop texts all the same.

The second reader is asked once more, of everything it said at once and of what else is known of the
reply: whether it asks, of known words, about what. It has learned that from replies it had never
met (``scripts/learn_risk.py``), so that its figures are those of a stranger's reply.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.concerns import STOPPING
from messaging.replies.second_reader.ideas import ideas
from messaging.second_reader.weights import probability

FILE = Path(__file__).with_name("risk.json")

KNOWN_ALL_THE_SAME = 0.15
"""What is made of known words, or like harmless replies, is held from this risk on."""

UNKNOWN_OF_A_QUESTION = 0.1
"""A question about a thing of the service passes below this risk, not all of it being known."""

UNKNOWN = 0.05
"""And anything else below so little."""

LEAST_SAID = 5
"""Characters, or twice the English words: a shorter reply is a hint of anything."""

CONCERNING = frozenset(
    {
        *("STOP", "REMOVE", "BLOCK", "REFUSE", "DONT", "CONSENT", "WITHDRAW", "LIST", "MISTAKE"),
        *("RESUME", "AUTHORITY", "COMPLAIN", "EVIDENCE", "LAW", "INSULT", "HARASS", "NIGHT"),
        *("DARE", "DIE", "MEANS", "LIFE", "WEARY", "FAREWELL", "DECEASED", "POOR", "JOBLESS"),
        *("ILL", "RELIEF", "WRONG", "FRAUD", "STILL", "THREATEN", "VEHEMENT", "RECLAIM", "CANT"),
        *("MISMATCH", "DISTURB", "MOVED", "BORROW", "NAMED", "OTHER_PERSON"),
    }
)
"""Ideas (``ideas.txt``) beside which nothing unknown passes that asks about no such thing."""

_NEARLY = 1e-3  # of a probability: so sure is sure
_LONGEST = 60
_A_LINE = 20  # characters


@dataclass(frozen=True, slots=True)
class Seen:
    """What else is known of a reply.

    `ordinary`: made of ordinary words; `question`: an ordinary one; `rule`: a rule found something
    harmless; `familiar`: the second reader has met its words. `topic`: it asks about something that
    has answers, `thing`: or about another thing of the service. `alarming`: a character of it
    alarms (``harmless.pieces``) where it is no part of what is known. `wants_more`: it doubts who
    writes, asks why, or wants something changed or eased.
    """

    said: Said
    asks: bool
    familiar: bool
    alarming: bool
    wants_more: bool
    ordinary: bool
    topic: bool
    thing: bool
    question: bool
    rule: bool


def looks(sure: Mapping[str, float], seen: Seen) -> dict[str, float]:
    """What the risk is added up from, by name. `sure`: the reader's opinion."""
    odds = {name: _odds(each) for name, each in sure.items()}
    concerns = [sure[name] for name in (*STOPPING, "opt_out")]
    return odds | {
        "likeliest_concern": max(map(_odds, concerns)),
        "all_concerns": sum(concerns),
        "asks": seen.asks,
        "familiar": seen.familiar,
        "ordinary": seen.ordinary,
        "topic": seen.topic,
        "question": seen.question,
        "rule": seen.rule,
        "asks_about": seen.asks and seen.topic,
        "lines": min(len(seen.said.written), _LONGEST) / _A_LINE,
    }


def risk(sure: Mapping[str, float], seen: Seen) -> float:
    """0 to 1."""
    weights = _weights()
    each = looks(sure, seen)
    return probability(weights["bias"] + sum(weights[name] * each[name] for name in each))


def passes(at_risk: float, seen: Seen) -> bool:
    """Whether a reply that is not made of known words alone is harmless all the same."""
    said = seen.said
    length = 2 * len(said.words) if said.text.isascii() else len(said.text)
    if not seen.familiar or seen.alarming or seen.wants_more or length < LEAST_SAID:
        return False
    if seen.asks and seen.thing:
        return at_risk < UNKNOWN_OF_A_QUESTION
    return at_risk < UNKNOWN and all(CONCERNING.isdisjoint(word) for word in ideas(said))


def _odds(sure: float) -> float:
    return log((sure + _NEARLY) / (1 - sure + _NEARLY))


@cache
def _weights() -> Mapping[str, float]:
    held: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))
    return held
