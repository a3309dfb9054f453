"""The hours at which something happens, day after day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from config.world.past.ledger import ZONE


class What(StrEnum):
    """What happens at a stop."""

    DESKS = "desks"
    FILES = "files"
    PLAN = "plan"
    RELEASE = "release"
    EVENING = "evening"


HOURS = (
    (time(10, 0), What.DESKS),
    (time(17, 0), What.FILES),
    (time(17, 10), What.PLAN),
    (time(19, 40), What.RELEASE),
    (time(20, 5), What.EVENING),
    (time(20, 30), What.EVENING),
    (time(20, 54), What.EVENING),
    (time(21, 30), What.EVENING),
)
"""Where the lenders are. A run is left to whoever looks on until the evening is well begun."""


@dataclass(frozen=True, slots=True)
class Stop:
    at: datetime
    what: What


def next_stop(after: datetime) -> Stop:
    """The first one after that moment."""
    local = after.astimezone(ZONE)
    for days in (0, 1):
        for hour, what in HOURS:
            at = datetime.combine(local.date() + timedelta(days=days), hour, tzinfo=ZONE)
            if at > after:
                return Stop(at, what)
    raise AssertionError("every day has its hours")
