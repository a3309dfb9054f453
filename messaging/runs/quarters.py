"""Quarter-hours of a run's release: which one a moment is in, and how many leave in which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from messaging.policy.windows import epoch_second

QUARTER = timedelta(minutes=15)
QUARTER_SECONDS = 900


class Share(NamedTuple):
    """`number` messages that may leave from `wanted` on, in the quarter-hour at `starts_at`."""

    starts_at: datetime
    number: int
    wanted: datetime

    @property
    def waits(self) -> bool:
        """They leave in a later quarter-hour than they might."""
        return self.starts_at > self.wanted


def quarter_of(moment: datetime) -> datetime:
    """The beginning of its quarter-hour, in UTC."""
    return _at(epoch_second(moment) // QUARTER_SECONDS)


def into_quarters(moments: Iterable[tuple[datetime, int]], *, size: int) -> Iterator[Share]:
    """Put messages into quarter-hours, first come first served, at most `size` into each.

    `moments`: when messages may leave at the earliest, and how many at that moment.
    """
    free = 0  # places are numbered: the quarter-hour q has those from q * size on
    for wanted, count in sorted(moments):
        free = max(free, epoch_second(wanted) // QUARTER_SECONDS * size)
        end = free + count
        while free < end:
            quarter = free // size
            here = min(end, (quarter + 1) * size) - free
            yield Share(_at(quarter), here, wanted)
            free += here


def _at(quarter: int) -> datetime:
    return datetime.fromtimestamp(quarter * QUARTER_SECONDS, UTC)
