"""What the report is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

KEPT = 200
"""Violations listed per check; all are counted."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` (included) to `until` (not included), as seen at `now`. Aware datetimes.

    `lender`: an id, of whose texts and runs alone is asked; None: of all.
    """

    since: datetime
    until: datetime
    now: datetime
    lender: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether all of it lay behind when it was looked at."""
        return self.now >= self.until

    @property
    def seen_until(self) -> datetime:
        """What comes after it, nobody has seen."""
        return min(self.now, self.until)

    def params(self) -> dict[str, Any]:
        """As the SQL of the checks names them."""
        return {
            "since": self.since,
            "until": self.until,
            "now": self.now,
            "lender": self.lender,
        }


class Violation(NamedTuple):
    """`about` names a row as `message:17`; `what` is a code; no personal data in either."""

    about: str
    what: str
    detail: str = ""


@dataclass(slots=True)
class Check:
    """One thing proved, or not. `checked` rows were looked at; `figures` is JSON-able.

    `doubtful` are rows a person should look at: they are wrong only on one reading. `queries`: the
    SQL it asked, as it can be asked again.
    """

    name: str
    checked: int = 0
    figures: dict[str, Any] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    violation_count: int = 0
    doubtful: list[Violation] = field(default_factory=list)
    doubtful_count: int = 0
    queries: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """No violation was found."""
        return self.violation_count == 0

    def violated(self, about: str, what: str, detail: object = "") -> None:
        """Note a violation; the first KEPT are listed."""
        self.violation_count += 1
        if len(self.violations) < KEPT:
            self.violations.append(Violation(about, what, str(detail)))

    def doubt(self, about: str, what: str, detail: object = "") -> None:
        """Note something to look at."""
        self.doubtful_count += 1
        if len(self.doubtful) < KEPT:
            self.doubtful.append(Violation(about, what, str(detail)))

    def violated_by(self, found: Iterable[tuple[str, str, object]]) -> None:
        for about, what, detail in found:
            self.violated(about, what, detail)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "holds": self.holds,
            "checked": self.checked,
            "figures": self.figures,
            "violation_count": self.violation_count,
            "violations": [violation._asdict() for violation in self.violations],
            "doubtful_count": self.doubtful_count,
            "doubtful": [doubt._asdict() for doubt in self.doubtful],
            "queries": self.queries,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of one period."""

    period: Period
    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Every check does."""
        return all(check.holds for check in self.checks)

    def check(self, name: str) -> Check:
        """The check of that name."""
        return next(check for check in self.checks if check.name == name)

    def to_json(self) -> dict[str, Any]:
        """JSON-able data."""
        return {
            "from": self.period.since.isoformat(),
            "to": self.period.until.isoformat(),
            "as_of": self.period.now.isoformat(),
            "lender": self.period.lender,
            "holds": self.holds,
            "checks": [check.to_json() for check in self.checks],
        }
