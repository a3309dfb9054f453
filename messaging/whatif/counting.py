"""Decided again, one candidate after another: how many were sent, held and blocked, and are now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from messaging.policy.decide import SEND

EXAMPLES = 20
CENT = Decimal("0.01")
COUNTERS = ("before", "after", "cost", "segments", "reached", "spared", "texts")
LISTS = ("reached_examples", "spared_examples")


@dataclass(frozen=True, slots=True)
class Price:
    """Of one segment, in the lender's currency."""

    amount: Decimal
    currency: str


@dataclass(slots=True)
class Tally:
    """`reached`: sent now and not before; `spared`: the reverse. Examples are candidates. `texts`:
    how many get another text, by "before>after" template ids. `cost` by "before CNY"."""

    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    segments: Counter[str] = field(default_factory=Counter)
    cost: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    spared: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    reached_examples: list[int] = field(default_factory=list)
    spared_examples: list[int] = field(default_factory=list)

    @property
    def decided(self) -> int:
        return self.before.total()

    def add(
        self,
        *,
        candidate_id: int,
        before: tuple[str, str],
        after: tuple[str, str],
        segments: tuple[int, int],
        price: Price,
    ) -> None:
        """`before` and `after`: outcome and reason; `segments` of its text then and now, 0 without
        one."""
        (outcome, reason), (outcome_now, reason_now) = before, after
        self.before[outcome] += 1
        self.after[outcome_now] += 1
        was, goes = outcome == SEND, outcome_now == SEND
        for name, number in (("before", segments[0] * was), ("after", segments[1] * goes)):
            self.segments[name] += number
            self.cost[f"{name} {price.currency}"] += number * price.amount  # type: ignore[assignment]
        if goes and not was:
            self._note(self.reached, self.reached_examples, reason, candidate_id)
        if was and not goes:
            self._note(self.spared, self.spared_examples, reason_now, candidate_id)

    def another_text(self, before: int | None, after: int | None) -> None:
        """Another template than before; None: none."""
        self.texts[f"{before or ''}>{after or ''}"] += 1

    def to_json(self) -> dict[str, Any]:
        """JSON-able, as one part of the whole (`merged`)."""
        counted = {name: dict(getattr(self, name)) for name in COUNTERS}
        counted["cost"] = {name: str(amount) for name, amount in self.cost.items()}
        return {**counted, **{name: getattr(self, name) for name in LISTS}}

    def result(self) -> dict[str, Any]:
        """JSON-able figures for the page, the most frequent reason first."""
        rounded = {
            name: str(Decimal(amount).quantize(CENT, ROUND_HALF_UP))
            for name, amount in sorted(self.cost.items())
        }
        return {
            "decided": self.decided,
            "before": dict(self.before),
            "after": dict(self.after),
            "segments": {name: self.segments[name] for name in ("before", "after")},
            "cost": rounded,
            "reached": self.reached.most_common(),
            "spared": self.spared.most_common(),
            "texts": self.texts.most_common(EXAMPLES),
            "reached_examples": self.reached_examples[:EXAMPLES],
            "spared_examples": self.spared_examples[:EXAMPLES],
        }

    @staticmethod
    def _note(counted: Counter[str], examples: list[int], reason: str, candidate_id: int) -> None:
        counted[reason] += 1
        if len(examples) < EXAMPLES:
            examples.append(candidate_id)


def merged(parts: list[dict[str, Any]]) -> Tally:
    """The parts of several workers, in the order of their candidates."""
    whole = Tally()
    for part in parts:
        for name in COUNTERS:
            numbers = part[name]
            if name == "cost":
                numbers = {key: Decimal(amount) for key, amount in numbers.items()}
            getattr(whole, name).update(numbers)
        for name in LISTS:
            getattr(whole, name).extend(part[name])
    return whole
