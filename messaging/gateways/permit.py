"""The permit to hand over: it ends with the recipient's window, whatever happens to any clock.

It is kept as wall time and as boot time. A worker that stalls wakes up past both; a clock that is
set, forward or back, makes the two disagree. Either way the driver refuses and nothing leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERATED_SECONDS = 2.0
"""More than this between wall and boot time is a clock that was set, not one that was corrected."""

LONGEST_SECONDS = 60.0
"""A permit is used at once; a worker that stalls longer asks again, whatever the window."""

LONGEST_CALL_SECONDS = 120
"""The longest time-out a gateway may be given."""

LEAST_MARGIN_SECONDS = 2.0

ENDED = "permit_ended"
CLOCKS_DISAGREE = "clocks_disagree"


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the time comes from: entry points hand in the two functions of `config.clock`."""

    now: Callable[[], datetime]
    boot: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Permit:
    """May be used before `until` (wall time) and `boot_deadline` (seconds since boot)."""

    until: datetime
    boot_deadline: float

    def refusal(self, clock: Clock) -> str:
        """Why nothing may begin now: ENDED, CLOCKS_DISAGREE, or empty when it may."""
        by_wall = (self.until - clock.now()).total_seconds()
        by_boot = self.boot_deadline - clock.boot()
        if by_wall <= 0 or by_boot <= 0:
            return ENDED
        if abs(by_wall - by_boot) > TOLERATED_SECONDS:
            return CLOCKS_DISAGREE
        return ""


def issue(*, window_end: datetime, timeout_seconds: float, clock: Clock) -> Permit:
    """A permit that ends early enough for one gateway call to time out inside the window."""
    now, boot = clock.now(), clock.boot()
    margin = max(timeout_seconds, LEAST_MARGIN_SECONDS)
    until = min(window_end - timedelta(seconds=margin), now + timedelta(seconds=LONGEST_SECONDS))
    return Permit(until=until, boot_deadline=boot + (until - now).total_seconds())
