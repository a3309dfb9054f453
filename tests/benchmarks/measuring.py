"""One measured thing, and the clock it is measured with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """`rows` in `seconds`, beside a floor. `target`: the most the ratio may be, if there is one."""

    name: str
    rows: int
    seconds: float
    floor: str = ""
    floor_seconds: float | None = None
    target: float | None = None

    @property
    def rate(self) -> float:
        """Rows per second."""
        return self.rows / self.seconds

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return None if self.floor_seconds is None else self.seconds / self.floor_seconds

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "rate": self.rate, "ratio": self.ratio}


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
