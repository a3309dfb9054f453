"""How a verdict is kept: the facts and the trace of a `Decision` row, frozen as JSON."""

from typing import Any, NamedTuple

from messaging.policy.decide import Verdict
from messaging.policy.facts import ContactFacts
from messaging.policy.facts_json import write_facts


class Frozen(NamedTuple):
    """The two JSON columns of a decision. They hold no personal data."""

    facts: dict[str, Any]
    trace: list[Any]


def freeze(facts: ContactFacts, verdict: Verdict) -> Frozen:
    """What was seen and what each rule said: [rule, outcome, reason, until, saw] in order."""
    return Frozen(facts=write_facts(facts), trace=verdict.trace_to_json())
