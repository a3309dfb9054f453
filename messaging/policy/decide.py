"""May this message go now? One answer for plan, dispatcher, "why?", what-if and report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from . import reasons
from .errors import NeverAllowed, UnknownZone
from .facts import EDUCATION, OPT_OUT_CONFIRMATION, ContactFacts
from .model import Policy
from .reasons import TIMING_REASONS
from .rules import BLOCK as RULE_BLOCKS, OF_EDUCATION, ONLY, PASS as RULE_PASSES, RULES, Finding
from .rules.finding import passes
from .rules.timing import next_sendable

ENGINE_VERSION = "4"
"""Raised whenever the same facts and policy could give another verdict."""

SEND, HOLD, BLOCK = "send", "hold", "block"
OUTCOMES = (SEND, HOLD, BLOCK)

TraceEntry = Finding

__all__ = [
    "BLOCK",
    "ENGINE_VERSION",
    "HOLD",
    "OUTCOMES",
    "SEND",
    "TIMING_REASONS",
    "Said",
    "TraceEntry",
    "Verdict",
    "decide",
]


class Said(NamedTuple):
    """The part of a verdict by which it is told from the one stored before."""

    outcome: str
    reason: str
    until: datetime | None
    engine_version: str
    loan_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided and why.

    `until` is set for a hold whose end is known; None in a hold means until something changes.
    `loan_ids` are the loans the text is to name: those settled since, already reminded or moved
    to another stage are left out.
    """

    outcome: str
    reason: str
    until: datetime | None
    trace: tuple[TraceEntry, ...]
    engine_version: str
    loan_ids: tuple[int, ...] = ()

    @property
    def said(self) -> Said:
        """What makes a verdict new when it differs (DESIGN 4.8)."""
        return Said(self.outcome, self.reason, self.until, self.engine_version, self.loan_ids)

    def is_same_as(self, other: Verdict | Said) -> bool:
        """Unchanged, so not stored twice; what rules saw on the way may differ."""
        return self.said == (other.said if isinstance(other, Verdict) else other)

    def to_json(self) -> dict[str, Any]:
        """JSON-able data; `from_json` gives an equal verdict back."""
        return {
            "outcome": self.outcome,
            "reason": self.reason,
            "until": _write_moment(self.until),
            "trace": self.trace_to_json(),
            "engine_version": self.engine_version,
            "loan_ids": list(self.loan_ids),
        }

    def trace_to_json(self) -> list[list[Any]]:
        """[rule, outcome, reason, until, saw] of every rule, in order."""
        return [
            list(entry)
            if entry.until is None
            else [*entry[:3], _write_moment(entry.until), entry.saw]
            for entry in self.trace
        ]

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Read what `to_json` wrote."""
        return cls(
            outcome=data["outcome"],
            reason=data["reason"],
            until=_read_moment(data["until"]),
            trace=tuple(
                TraceEntry(rule, outcome, reason, _read_moment(until), saw)
                for rule, outcome, reason, until, saw in data["trace"]
            ),
            engine_version=data["engine_version"],
            loan_ids=tuple(data["loan_ids"]),
        )


def decide(facts: ContactFacts, policy: Policy, now: datetime) -> Verdict:
    """Run every rule; the strictest outcome wins, the earliest rule with it names the reason.

    A hold lasts until the latest of all holds has ended, moved on to the next moment at which
    the windows are open (the preferred one too, unless sent at once). `now` must be aware;
    `until` is in UTC.
    """
    if now.tzinfo is None:
        raise ValueError("a time without a zone cannot be judged; pass an aware datetime")
    # Arithmetic between two times of one zone ignores its clock changes; in UTC there are none.
    now = now.astimezone(UTC)
    trace = _run_rules(facts, policy, now)
    # The last rule has worked out which loans are left to be named.
    loan_ids = tuple(trace[-1].saw.get("loans", ()))
    against = [entry for entry in trace if entry.outcome != RULE_PASSES]
    if not against:
        return Verdict(SEND, reasons.OK, None, trace, ENGINE_VERSION, loan_ids)
    for entry in against:
        if entry.outcome == RULE_BLOCKS:
            return Verdict(BLOCK, entry.reason, None, trace, ENGINE_VERSION, loan_ids)
    until = _held_until(against, facts, policy)
    return Verdict(HOLD, against[0].reason, until, trace, ENGINE_VERSION, loan_ids)


def _run_rules(facts: ContactFacts, policy: Policy, now: datetime) -> tuple[TraceEntry, ...]:
    applying = ONLY.get(facts.purpose)
    if applying is not None:
        return tuple(
            rule(facts, policy, now)
            if name in applying
            else passes(name, reason=reasons.NOT_APPLICABLE)
            for name, rule in ((*RULES, *OF_EDUCATION) if facts.purpose == EDUCATION else RULES)
        )
    return tuple([rule(facts, policy, now) for _, rule in RULES])


def _held_until(holding: list[TraceEntry], facts: ContactFacts, policy: Policy) -> datetime | None:
    ends = [entry.until for entry in holding]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    latest = max(known)
    if facts.purpose == OPT_OUT_CONFIRMATION:
        return latest
    try:
        return next_sendable(facts, policy, latest)
    except (NeverAllowed, UnknownZone):
        return None


def _write_moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read_moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
