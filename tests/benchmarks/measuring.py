"""One measured thing, and the clock it is measured with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """`rows` in `seconds`, beside a floor and the pattern, both for as many rows.

    `at_most` is what the ratio to the floor, or the one figure in `facts` that it names, may be;
    `at_least` the rows per second.
    """

    name: str
    rows: int
    seconds: float
    floor: str = ""
    floor_seconds: float | None = None
    pattern_seconds: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.rows / self.seconds if self.seconds else 0.0

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return None if self.floor_seconds is None else self.seconds / self.floor_seconds

    @property
    def faster(self) -> float | None:
        """How many times as fast as the pattern."""
        return None if self.pattern_seconds is None else self.pattern_seconds / self.seconds

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "rate": self.rate, "ratio": self.ratio, "faster": self.faster}


class Stopwatch:
    seconds = 0.0


@contextmanager
def measured() -> Iterator[Stopwatch]:
    """Seconds of the block, on the monotonic clock."""
    watch, begun = Stopwatch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - begun


def must_be(what: str, found: object, expected: object) -> None:
    """A number whose rows are wrong is no number."""
    if found != expected:
        raise SystemExit(f"{what}: {found}, and should be {expected}. Nothing was measured.")
