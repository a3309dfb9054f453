"""When a text may go out: hard windows, the end of the open one, and the preferred ones.

A window is read on the wall clock of every candidate zone; all must be inside one. Windows are
half-open: with 08:00–22:00, exactly 08:00:00 is allowed and exactly 22:00:00 is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from math import floor

from .calendar import Calendar
from .errors import NeverAllowed, NotAllowedNow
from .model import Policy
from .parts import DAY_SECONDS
from .timetable import Timetable, merge, overlap
from .zones import zone_info, zone_tuple

Zones = str | Sequence[str] | None

HORIZON_DAYS = 40
"""How far ahead an opening is looked for: past the longest chain of closed days."""

LONGEST_WINDOW_DAYS = 2
"""A window without end (night consent) is cut here, so that a permit always ends."""


def is_allowed(
    policy: Policy,
    zones: Zones,
    now: datetime,
    channel: str = "sms",
    calendar: Calendar | None = None,
    *,
    night_consent: bool = False,
) -> bool:
    """Whether `now` is inside the hard windows of every zone and on no closed day.

    A recorded night consent lifts quiet hours where the policy knows such consent; it lifts
    neither blackout days nor holidays.
    """
    tables = _hard_tables(policy, channel, calendar, night_consent)
    second, candidates = epoch_second(now), zone_tuple(zones, policy.default_zone)
    return all(table.is_open(candidates, second) for table in tables)


def next_allowed(
    policy: Policy,
    zones: Zones,
    now: datetime,
    channel: str = "sms",
    calendar: Calendar | None = None,
    *,
    night_consent: bool = False,
) -> datetime:
    """The first moment from `now` on at which sending is allowed; `now` itself when it is.

    Raises NeverAllowed when the windows of the zones share no moment within 40 days.
    """
    tables = _hard_tables(policy, channel, calendar, night_consent)
    return first_open(tables, zone_tuple(zones, policy.default_zone), now)


def next_preferred(
    policy: Policy,
    zones: Zones,
    now: datetime,
    channel: str = "sms",
    calendar: Calendar | None = None,
    *,
    night_consent: bool = False,
) -> datetime:
    """The first moment from `now` on that is allowed and inside the preferred windows too."""
    tables = [
        *_hard_tables(policy, channel, calendar, night_consent),
        policy.timetables.preferred(channel, calendar),
    ]
    return first_open(tables, zone_tuple(zones, policy.default_zone), now)


def window_end(
    policy: Policy,
    zones: Zones,
    now: datetime,
    channel: str = "sms",
    calendar: Calendar | None = None,
    *,
    night_consent: bool = False,
) -> datetime:
    """The first moment after `now` that is no longer allowed: where a permit must end.

    At most two days ahead. Raises NotAllowedNow when `now` is outside the windows.
    """
    tables = _hard_tables(policy, channel, calendar, night_consent)
    closing = _closing_second(tables, zone_tuple(zones, policy.default_zone), epoch_second(now))
    if closing is None:
        raise NotAllowedNow(f"no window of policy {policy.name} is open at {now.isoformat()}")
    return _moment(closing, like=now)


def first_open(tables: Sequence[Timetable], zones: tuple[str, ...], now: datetime) -> datetime:
    """The first moment from `now` on at which every timetable is open in every zone."""
    second = epoch_second(now)
    opening = _first_open_second(tuple(tables), zones, second)
    if opening is not None:
        return now if opening == second else _moment(opening, like=now)
    raise NeverAllowed(
        f"no moment within {HORIZON_DAYS} days suits {', '.join(zones)}; correct the zones or "
        "the windows"
    )


def keeps_a_moment(
    tables: Sequence[Timetable], zones: tuple[str, ...], second: int, *, clock: str
) -> bool:
    """Whether the last timetable leaves a moment of what the others allow on the day around
    `second`, as counted in the zone `clock`.

    Asked of several zones only: with one, whoever wrote the windows knows on which days there are
    none; with several it is an accident that nobody planned.
    """
    return len(zones) < 2 or bool(common_on(tables, zones, _day_around(second, clock)))


def soft_open(
    hard: Sequence[Timetable],
    preferred: Timetable,
    zones: tuple[str, ...],
    now: datetime,
    *,
    clock: str,
) -> datetime:
    """The first moment from `now` on that is allowed, and preferred on every day that has such a
    moment; days are those of the zone `clock`. Where the preferred hours never come, allowed alone.

    Raises NeverAllowed.
    """
    second = epoch_second(now)
    opening = _soft_open_second((*hard, preferred), zones, second, clock)
    if opening is None:
        return first_open(hard, zones, now)
    return now if opening == second else _moment(opening, like=now)


@lru_cache(maxsize=4096)
def _soft_open_second(
    tables: tuple[Timetable, ...], zones: tuple[str, ...], second: int, clock: str
) -> int | None:
    day = _day_around(second, clock)
    for _day in range(HORIZON_DAYS):
        kept = common_on(tables, zones, day)
        if not kept and len(zones) > 1:
            kept = common_on(tables[:-1], zones, day)
        for start, end in kept:
            if second < end:
                return max(start, second)
        day = _day_around(day[1], clock)
    return None


def _day_around(second: int, clock: str) -> tuple[int, int]:
    """First second of the day in that zone, and of the next."""
    info = zone_info(clock)
    day = datetime.fromtimestamp(second, info).date()
    start = datetime.combine(day, time(), info)
    return floor(start.timestamp()), floor(
        datetime.combine(day + timedelta(days=1), time(), info).timestamp()
    )


def common_on(
    tables: Iterable[Timetable], zones: tuple[str, ...], span: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """What all timetables leave of a span of seconds since the epoch, in every zone."""
    first, last = span
    parts = (
        overlap((span,), _common(tables, zones, day))
        for day in range(first // DAY_SECONDS, (last - 1) // DAY_SECONDS + 1)
    )
    return merge([segment for part in parts for segment in part])


@lru_cache(maxsize=4096)
def _first_open_second(
    tables: tuple[Timetable, ...], zones: tuple[str, ...], second: int
) -> int | None:
    """Kept, because a run asks the same question for every candidate."""
    today = second // DAY_SECONDS
    for day in range(today, today + HORIZON_DAYS):
        for start, end in _common(tables, zones, day):
            if second < end:
                return max(start, second)
    return None


@lru_cache(maxsize=4096)
def _closing_second(
    tables: tuple[Timetable, ...], zones: tuple[str, ...], second: int
) -> int | None:
    """Kept, because a claim asks the same question for every message."""
    today = second // DAY_SECONDS
    segments = merge(
        [
            segment
            for day in range(today, today + LONGEST_WINDOW_DAYS + 1)
            for segment in _common(tables, zones, day)
        ]
    )
    for start, end in segments:
        if start <= second < end:
            return min(end, second + LONGEST_WINDOW_DAYS * DAY_SECONDS)
    return None


def _hard_tables(
    policy: Policy, channel: str, calendar: Calendar | None, night_consent: bool
) -> tuple[Timetable, ...]:
    days = policy.timetables.days(calendar)
    if night_consent and policy.consent_lifts_quiet_hours:
        return (days,)
    return (policy.timetables.hard(channel, calendar), days)


def _common(
    tables: Iterable[Timetable], zones: tuple[str, ...], day: int
) -> tuple[tuple[int, int], ...]:
    common: tuple[tuple[int, int], ...] = ((day * DAY_SECONDS, (day + 1) * DAY_SECONDS),)
    for table in tables:
        common = overlap(common, table.segments(zones, day))
    return common


def epoch_second(moment: datetime) -> int:
    """Whole seconds since the epoch, rounded down; ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be judged; pass an aware datetime")
    return floor(moment.timestamp())


def _moment(second: int, *, like: datetime) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone(like.tzinfo)
