"""Windows read the way a person reads them: the clock on the wall of one place.

Written apart from `messaging.policy.timetable` on purpose, and slower: two readings that agree
prove more than one read twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from messaging.policy.model import Policy
from messaging.policy.parts import ANY_CHANNEL, Week

DAYS_KEPT = 50_000


class Span(NamedTuple):
    start: datetime
    end: datetime


class Margin(NamedTuple):
    """Seconds since the window opened and until it closes, whichever zone is the tightest."""

    since_start: float
    to_end: float
    end: datetime


def margin(policy: Policy, channel: str, zones: Iterable[str], moment: datetime) -> Margin | None:
    """Where in the windows the moment lies; None when it is outside one in any of the zones."""
    week = policy.windows.get(channel) or policy.windows.get(ANY_CHANNEL)
    if week is None:
        return None
    spans = [_open_span(week, zone, moment) for zone in zones]
    if not spans or any(span is None for span in spans):
        return None
    start = max(span.start for span in spans if span)
    end = min(span.end for span in spans if span)
    return Margin((moment - start).total_seconds(), (end - moment).total_seconds(), end)


def latest(zones: Iterable[str], moment: datetime) -> datetime:
    """The moment on the wall clock that is furthest on among the zones, which all exist: where it
    is late first."""
    return max((moment.astimezone(ZoneInfo(zone)) for zone in zones), key=_offset)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def local_days(zones: Iterable[str], moment: datetime) -> set[date]:
    """What day it is there."""
    return {moment.astimezone(ZoneInfo(zone)).date() for zone in zones}


def is_closed_day(policy: Policy, day: date) -> bool:
    """One of the policy's blackout days, written 2026-10-01 or 10-01."""
    return day.isoformat() in policy.blackout_days or f"{day:%m-%d}" in policy.blackout_days


def _open_span(week: Week, zone: str, moment: datetime) -> Span | None:
    today = moment.astimezone(ZoneInfo(zone)).date()
    near = [today + timedelta(days=n) for n in (-1, 0, 1)]
    merged: list[Span] = []
    for span in sorted(span for day in near for span in _spans_of(week, zone, day)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return next((span for span in merged if span.start <= moment < span.end), None)


@lru_cache(maxsize=DAYS_KEPT)
def _spans_of(week: Week, zone: str, day: date) -> tuple[Span, ...]:
    """The windows that open on that day; one that ends before it starts ends the day after."""
    spans = []
    for window in week[day.weekday()]:
        last = day if window.end > window.start else day + timedelta(days=1)
        spans.append(Span(_utc(zone, day, window.start), _utc(zone, last, window.end)))
    return tuple(spans)


def _utc(zone: str, day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC)
