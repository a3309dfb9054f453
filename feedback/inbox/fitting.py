"""Which approved answer fits a reply best: what stands first in the composer.

What the reply asks about goes before what it is filed under, except where its effect is what
matters (a complaint, a wish for no more texts): there the answer to the effect comes first.
Only the order is chosen here; every approved answer stays at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from messaging.replies.intents import Intent
from messaging.replies.promises import NOTHING, Promised
from messaging.replies.topics import topics

PREFIX = "answer-"
"""Codes of shipped answers are this and a topic, or this and what the reply is filed under."""

OF_INTENT: Mapping[str, Sequence[str]] = {
    Intent.DISTRESS: ("care",),
    Intent.COMPLAINT: ("complaint-how", "received"),
    Intent.OPT_OUT_REVIEW: ("stop", "received"),
    Intent.PAID: ("paid", "paid-not-shown"),
    Intent.PROMISE: ("promise", "partial"),
    Intent.HARDSHIP: ("hardship", "instalments", "extension"),
    Intent.DISPUTE: ("dispute", "interest", "fee"),
    Intent.REVIEW: ("received", "call-back"),
    Intent.OTHER: ("received", "how-to-pay"),
}
OF_PAYING = frozenset({Intent.PROMISE, Intent.PAID})
AFTER_PAYING = ("paid-in", "received")
EFFECT_FIRST = frozenset({Intent.COMPLAINT, Intent.OPT_OUT_REVIEW, Intent.DISTRESS})
OTHER_NAMES = {"person": ("call-back",), "genuine": ("lender",)}
"""Further answers to a topic, where a lender has written its own."""

SHOWN = 3
"""So many are called fitting: the first stands open."""


def fitting_codes(
    intent: str, text: str, *, heard: Promised = NOTHING, settled: bool = False
) -> list[str]:
    """The codes of answers that fit, the best first. `heard`: the day and amount it names, which
    an answer can confirm; `settled`: what it is about has been paid since, which comes first and
    leaves nothing to agree on."""
    if settled and intent in OF_PAYING:
        return [f"{PREFIX}{name}" for name in AFTER_PAYING]
    asked = [name for topic in topics(text) for name in (topic, *OTHER_NAMES.get(topic, ()))]
    filed = (*(_confirms(heard) if intent == Intent.PROMISE else ()), *OF_INTENT.get(intent, ()))
    names = [*filed, *asked] if intent in EFFECT_FIRST else [*asked, *filed]
    return [f"{PREFIX}{name}" for name in dict.fromkeys(names)]


def _confirms(heard: Promised) -> tuple[str, ...]:
    if heard.day and heard.amount:
        return ("agreed-plan", "agreed-day")
    if heard.day:
        return ("agreed-day",)
    return ("agreed-part",) if heard.amount else ()
