"""The hours of a day at which a text may leave, and the one drawn of them for a customer.

Only hours that the hard windows, the open days and the preferred windows (or the hours the customer
asked for) leave are drawn from, so no draw leads outside a rule; `decide` judges it at that moment
all the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from .facts import ContactFacts
from .model import Policy
from .rules.timing import hours_to_choose
from .timetable import Timetable
from .windows import common_on, epoch_second
from .within import Within
from .zones import zone_info, zone_tuple

LEAST_SECONDS = 15 * 60
"""Less than a quarter-hour of an hour is not drawn: a run leaves by the quarter-hour."""

_HOUR_SECONDS = 3600


class Slot(NamedTuple):
    """One hour of the clock (0 to 23) and the part of it in which a text may leave, in whole
    seconds since the epoch."""

    hour: int
    start: int
    end: int


class Draw(NamedTuple):
    """`share`: the propensity, with which this hour was drawn from the hours that were possible."""

    hour: int
    share: float
    at: datetime


def slots(facts: ContactFacts, policy: Policy, earliest: datetime, day: date) -> tuple[Slot, ...]:
    """The hours of the lender's day `day` from `earliest` on, by the recipient's clock (that of the
    first zone they may be in); none when the windows leave no quarter-hour. Of an hour cut in two,
    the longer part counts."""
    zones = zone_tuple(facts.zones, policy.default_zone)
    theirs = zone_info(facts.ledger_zone or policy.default_zone)
    midnights = [datetime.combine(each, time(), theirs) for each in (day, day + timedelta(days=1))]
    first, last = (epoch_second(each) for each in midnights)
    # Rounded up, so that nothing is drawn before it.
    first = max(first, epoch_second(earliest) + bool(earliest.microsecond))
    return _slots(hours_to_choose(facts, policy), zones, first, last)


@lru_cache(maxsize=1024)
def _slots(
    tables: tuple[Timetable, ...], zones: tuple[str, ...], first: int, last: int
) -> tuple[Slot, ...]:
    """Kept, because a run asks the same question for every candidate."""
    if first >= last:
        return ()
    clock = zone_info(zones[0])
    longest: dict[int, Slot] = {}
    for begin, end in common_on(tables, zones, (first, last)):
        start = begin
        while start < end:
            local = datetime.fromtimestamp(start, clock)
            stop = min(end, start + _HOUR_SECONDS - (local.minute * 60 + local.second))
            slot = Slot(local.hour, start, stop)
            if stop - start > _length(longest.get(slot.hour)):
                longest[slot.hour] = slot
            start = stop
    return tuple(slot for _hour, slot in sorted(longest.items()) if _length(slot) >= LEAST_SECONDS)


def inside(slots: Sequence[Slot], within: Within) -> tuple[Slot, ...]:
    """Those of the hours that are asked for."""
    return tuple(slot for slot in slots if within.holds(slot.hour))


def open_hours(policy: Policy, channel: str, day: date) -> frozenset[int]:
    """The hours of that day in which a text may leave for who wished for none, where the policy's
    own zone is the customer's; of the plain weekday, whatever a calendar says."""
    tables = (policy.timetables.hard(channel), policy.timetables.preferred(channel))
    zone = zone_info(policy.default_zone)
    midnights = [datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1))]
    first, last = (epoch_second(each) for each in midnights)
    return frozenset(
        slot.hour for slot in _slots(tables, zone_tuple((), policy.default_zone), first, last)
    )


def _length(slot: Slot | None) -> int:
    return slot.end - slot.start if slot else 0


def draw(slots: Sequence[Slot], shares: Mapping[int, float], *, key: str) -> Draw:
    """One of the slots, each with its share of the sum of their shares; a minute of it as likely as
    any other. `shares`: more than 0 for every slot. ValueError without a slot.

    The same key and shares give the same draw, and the same hour as long as it is among the slots:
    every hour has a number of its own, and the least waiting time wins (exponential race), so an
    hour that is gone changes nothing for the others.
    """
    if not slots:
        raise ValueError("there is no hour to draw from")
    total = sum(shares[slot.hour] for slot in slots)
    won = min(slots, key=lambda slot: _waiting(key, slot.hour) / shares[slot.hour])
    into = int(_uniform(f"{key}\x1fminute") * (won.end - won.start - LEAST_SECONDS + 1))
    at = datetime.fromtimestamp(won.start, UTC) + timedelta(seconds=into)
    return Draw(won.hour, shares[won.hour] / total, at)


def key_of(customer_key: str, day: date, seed: str) -> str:
    """What a customer's hour of that day is drawn by."""
    return f"{seed}\x1f{customer_key}\x1f{day.isoformat()}"


def _waiting(key: str, hour: int) -> float:
    return -math.log(_uniform(f"{key}\x1f{hour}"))


def _uniform(key: str) -> float:
    """Above 0 and below 1."""
    number = int.from_bytes(sha256(f"hour\x1f{key}".encode()).digest()[:6], "big")
    return (number + 0.5) / (1 << 48)
