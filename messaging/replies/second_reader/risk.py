"""How likely a reply in which nobody found a concern is one that must stop texts all the same.

The second reader is asked once more, of everything it said at once and of what else is known of the
reply: whether it asks, of known words, about what, what was made of these words. It has learned
that from ten thousand replies it had never met (``scripts/learn_risk.py``), so that its figures are
those of a stranger's reply. What a rule or the reader found is held however small the risk is.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from math import log
from pathlib import Path

from messaging.replies.normalising.speech import Said
from messaging.replies.second_reader.concerns import STOPPING
from messaging.second_reader.weights import probability

FILE = Path(__file__).with_name("risk.json")

AT_MOST = 0.07
"""What is harmless is below this risk, whatever its words are."""

LEAST_SAID = 5
"""Characters, or twice the English words: a shorter reply is a hint of anything."""

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


def looks(
    sure: Mapping[str, float], seen: Seen, found: Collection[str], why: str
) -> dict[str, float]:
    """What the risk is added up from, by name. `sure`: the reader's opinion; `found`: the meanings
    found in the reply; `why`: what was made of its words, as ``reading`` says it."""
    odds = {name: _odds(each) for name, each in sure.items()}
    concerns = [sure[name] for name in (*STOPPING, "opt_out")]
    said = seen.said
    flags = {each.name: float(getattr(seen, each.name)) for each in fields(seen)[1:]}
    return (
        odds
        | flags
        | {f"found {meaning}": 1.0 for meaning in found}
        | {why.partition(",")[0]: 1.0}
        | {
            "likeliest_concern": max(map(_odds, concerns)),
            "all_concerns": sum(concerns),
            "asks_about": float(seen.asks and seen.topic),
            "hint": float(_is_hint(said)),
            "english": float(said.text.isascii()),
            "lines": min(len(said.written), _LONGEST) / _A_LINE,
        }
    )


def risk(sure: Mapping[str, float], seen: Seen, found: Collection[str], why: str) -> float:
    """0 to 1. Of what was never learned nothing is added."""
    weights = _weights()
    each = looks(sure, seen, found, why)
    return probability(
        weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in each.items())
    )


def passes(at_risk: float, seen: Seen) -> bool:
    """Whether a reply of which its words alone say nothing is harmless all the same. A hint and a
    word of no list wait for a person, and so does who doubts who writes: the next demand is no
    answer."""
    return at_risk < AT_MOST and seen.familiar and not (seen.wants_more or _is_hint(seen.said))


def _is_hint(said: Said) -> bool:
    length = 2 * len(said.words) if said.text.isascii() else len(said.text)
    return length < LEAST_SAID


def _odds(sure: float) -> float:
    return log((sure + _NEARLY) / (1 - sure + _NEARLY))


@cache
def _weights() -> Mapping[str, float]:
    held: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))
    return held
