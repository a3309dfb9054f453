"""Decided again, one candidate after another: how many were sent, held and blocked, and are now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from messaging.policy.decide import SEND, Verdict

EXAMPLES = 20
CENT = Decimal("0.01")


@dataclass(slots=True)
class Tally:
    """`reached`: sent now and not before; `spared`: the reverse. Examples are candidates."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    segments: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    spared: Counter[str] = field(default_factory=Counter)
    reached_examples: list[int] = field(default_factory=list)
    spared_examples: list[int] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return self.before.total()

    def add(
        self, *, candidate_id: int, outcome: str, reason: str, verdict: Verdict, segments: int
    ) -> None:
        """`outcome` and `reason` as they were decided; `segments` of its text, 0 without one."""
        self.before[outcome] += 1
        self.after[verdict.outcome] += 1
        was, goes = outcome == SEND, verdict.outcome == SEND
        self.segments["before"] += segments * was
        self.segments["after"] += segments * goes
        if goes and not was:
            self._note(self.reached, self.reached_examples, reason, candidate_id)
        if was and not goes:
            self._note(self.spared, self.spared_examples, verdict.reason, candidate_id)

    def to_json(self, *, price: Decimal, currency: str) -> dict[str, Any]:
        """JSON-able: figures by outcome, cost by the lender's price of a segment."""
        return {
            "decided": self.decided,
            "before": dict(self.before),
            "after": dict(self.after),
            "segments": {name: self.segments[name] for name in ("before", "after")},
            "cost": {
                name: str((self.segments[name] * price).quantize(CENT, ROUND_HALF_UP))
                for name in ("before", "after")
            },
            "currency": currency,
            "reached": self.reached.most_common(),
            "spared": self.spared.most_common(),
            "reached_examples": self.reached_examples,
            "spared_examples": self.spared_examples,
        }

    @staticmethod
    def _note(counted: Counter[str], examples: list[int], reason: str, candidate_id: int) -> None:
        counted[reason] += 1
        if len(examples) < EXAMPLES:
            examples.append(candidate_id)
