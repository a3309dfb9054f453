"""The clock of a world under test: the machine's, plus offsets kept in a file.

The machine's clock is never touched. Workers map the file (`Reading`); the test turns it
(`Turning`) and remembers when, so that what a gateway logged by the machine's clock can be read
as the time the workers saw.
"""

from __future__ import annotations

import bisect
import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_OFFSETS = struct.Struct("<dd")
HOLD_BEFORE_SECONDS = 2.0
"""A moment this close after a turn may belong to before it: two processes, one machine."""


class Reading:
    """Wall and boot time as this world has them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), _OFFSETS.size, access=mmap.ACCESS_READ)

    def offset(self) -> timedelta:
        """What is added to the machine's wall clock."""
        return timedelta(seconds=_OFFSETS.unpack(self._map[:])[0])

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset()

    def boot(self) -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME) + _OFFSETS.unpack(self._map[:])[1]


class Turning(Reading):
    """The hands of the same clock, for the test."""

    def __init__(self, path: Path, *, starts_at: datetime) -> None:
        path.write_bytes(_OFFSETS.pack(0.0, 0.0))
        super().__init__(path)
        with path.open("r+b") as file:
            self._writable = mmap.mmap(file.fileno(), _OFFSETS.size)
        self._wall = (starts_at - datetime.now(UTC)).total_seconds()
        self._boot = 0.0
        self._turns: list[tuple[float, float]] = []
        self._write()

    def passes(self, seconds: float) -> None:
        """Time goes by, for every clock alike."""
        self._wall, self._boot = self._wall + seconds, self._boot + seconds
        self._write()

    def is_set(self, seconds: float) -> None:
        """Somebody sets the wall clock, ahead or back; time since boot does not follow."""
        self._wall += seconds
        self._write()

    def passes_until(self, moment: datetime) -> None:
        self.passes((moment - self.now()).total_seconds())

    def seen_at(self, machine: float) -> datetime:
        """What the wall clock of this world showed at a moment of the machine's (time.time())."""
        at = bisect.bisect_right(self._turns, (machine, float("inf"))) - 1
        offset = self._turns[max(at, 0)][1]
        return datetime.fromtimestamp(machine, UTC) + timedelta(seconds=offset)

    def may_have_been_seen_at(self, machine: float) -> tuple[datetime, datetime]:
        """The same, and a moment earlier: the clock may have been rejected in between."""
        return self.seen_at(machine - HOLD_BEFORE_SECONDS), self.seen_at(machine)

    def _write(self) -> None:
        self._turns.append((time.time(), self._wall))
        self._writable[:] = _OFFSETS.pack(self._wall, self._boot)
