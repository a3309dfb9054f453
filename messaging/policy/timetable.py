"""Windows laid out in absolute time: exact over DST, weekdays, midnight and closed days.

Instants are whole seconds since the epoch. All windows begin and end on whole minutes, so
rounding an instant down to its second never changes the answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from .calendar import Calendar
from .parts import ANY_CHANNEL, DAY_SECONDS, Week, Windows
from .zones import constant_offset_pieces

Segment = tuple[int, int]
Segments = tuple[Segment, ...]

EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MONDAY, SUNDAY, CLOSED = 0, 6, -1
CACHED_DAYS = 20_000
CACHED_CALENDARS = 64


def day_spans(week: Week) -> tuple[Segments, ...]:
    """Per weekday the open spans in seconds of that day; a wrap spills into the next day."""
    spans: list[list[Segment]] = [[] for _ in range(7)]
    for day, windows in enumerate(week):
        for window in windows:
            start = window.start.hour * 3600 + window.start.minute * 60
            end = window.end.hour * 3600 + window.end.minute * 60
            if start < end:
                spans[day].append((start, end))
                continue
            spans[day].append((start, DAY_SECONDS))
            if end:
                spans[(day + 1) % 7].append((0, end))
    return tuple(merge(sorted(on_day)) for on_day in spans)


def merge(segments: Sequence[Segment]) -> Segments:
    """Join sorted segments that touch or overlap."""
    merged: list[Segment] = []
    for start, end in segments:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def overlap(left: Segments, right: Segments) -> Segments:
    """What two sorted lists of segments have in common."""
    both = []
    for a_start, a_end in left:
        for b_start, b_end in right:
            start, end = max(a_start, b_start), min(a_end, b_end)
            if start < end:
                both.append((start, end))
    return tuple(both)


class Timetable:
    """Open segments of one week of spans, with single days that follow another rule.

    `exceptions` maps a local date's ordinal to the weekday whose spans it takes, or CLOSED.
    `yearly_closed` holds (month, day) pairs.
    """

    def __init__(
        self,
        spans: tuple[Segments, ...],
        *,
        exceptions: Mapping[int, int],
        yearly_closed: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self._spans = spans
        self._exceptions = exceptions
        self._yearly_closed = yearly_closed
        self._cache: dict[tuple[tuple[str, ...], int], Segments] = {}

    def is_open(self, zones: tuple[str, ...], second: int) -> bool:
        """Whether every zone is inside a window at that second."""
        segments = self.segments(zones, second // DAY_SECONDS)
        place = bisect_right(segments, (second, 1 << 62)) - 1
        return place >= 0 and second < segments[place][1]

    def segments(self, zones: tuple[str, ...], day: int) -> Segments:
        """Open segments within the UTC day `day` (days since the epoch), all zones together."""
        key = (zones, day)
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) >= CACHED_DAYS:
                self._cache.clear()
            known = ((day * DAY_SECONDS, (day + 1) * DAY_SECONDS),)
            for zone in zones:
                known = overlap(known, self._in_zone(zone, day))
            self._cache[key] = known
        return known

    def _in_zone(self, zone: str, day: int) -> Segments:
        opened: list[Segment] = []
        first, last = day * DAY_SECONDS, (day + 1) * DAY_SECONDS
        for begin, end, offset in constant_offset_pieces(zone, first, last):
            wall_begin, wall_end = begin + offset, end + offset
            for local_day in range(wall_begin // DAY_SECONDS, (wall_end - 1) // DAY_SECONDS + 1):
                midnight = local_day * DAY_SECONDS
                for start, stop in self._spans_on(local_day + EPOCH_ORDINAL):
                    low = max(midnight + start, wall_begin) - offset
                    high = min(midnight + stop, wall_end) - offset
                    if low < high:
                        opened.append((low, high))
        return merge(sorted(opened))

    def _spans_on(self, ordinal: int) -> Segments:
        if self._yearly_closed:
            local = date.fromordinal(ordinal)
            if (local.month, local.day) in self._yearly_closed:
                return ()
        weekday = self._exceptions.get(ordinal, (ordinal - 1) % 7)
        return () if weekday == CLOSED else self._spans[weekday]


class Timetables:
    """The timetables of one policy: hard and preferred windows, by channel and calendar."""

    def __init__(
        self,
        *,
        hard: Windows,
        preferred: Windows,
        blackout_days: Sequence[str],
        no_contact_on_holidays: bool,
        holds_on_unknown_days: bool,
    ) -> None:
        self._spans = {
            kind: {channel: day_spans(week) for channel, week in windows.items()}
            for kind, windows in (("hard", hard), ("preferred", preferred))
        }
        self.blackout_dates = frozenset(
            date.fromisoformat(day).toordinal() for day in blackout_days if len(day) == 10
        )
        self.blackout_yearly = frozenset(
            (int(day[:2]), int(day[3:])) for day in blackout_days if len(day) == 5
        )
        self.no_contact_on_holidays = no_contact_on_holidays
        self.holds_on_unknown_days = holds_on_unknown_days
        self.has_closed_days = bool(
            no_contact_on_holidays or self.blackout_dates or self.blackout_yearly
        )
        self._always = (((0, DAY_SECONDS),),) * 7
        # Kept by identity: a run hands the same calendar object to every decision.
        self._by_calendar: dict[int, tuple[Calendar | None, dict[str, Timetable]]] = {}

    def hard(self, channel: str, calendar: Calendar | None = None) -> Timetable:
        """Quiet hours alone: no closed days."""
        return self._table("hard", channel, calendar)

    def preferred(self, channel: str, calendar: Calendar | None = None) -> Timetable:
        """The soft windows; make-up working days take Monday's, days off take Sunday's."""
        return self._table("preferred", channel, calendar)

    def days(self, calendar: Calendar | None = None) -> Timetable:
        """Whole days on which contact is possible at all: no blackout, no forbidden holiday."""
        return self._table("days", ANY_CHANNEL, calendar)

    def _table(self, kind: str, channel: str, calendar: Calendar | None) -> Timetable:
        kept = self._by_calendar.get(id(calendar))
        if kept is None or kept[0] is not calendar:
            if len(self._by_calendar) >= CACHED_CALENDARS:
                self._by_calendar.clear()
            kept = self._by_calendar[id(calendar)] = (calendar, {})
        tables = kept[1]
        key = kind + channel
        table = tables.get(key)
        if table is None:
            table = tables[key] = self._build(kind, channel, calendar or ())
        return table

    def _build(self, kind: str, channel: str, calendar: Calendar) -> Timetable:
        if kind == "days":
            closed = {**dict.fromkeys(self.blackout_dates, CLOSED), **self._holidays(calendar)}
            return Timetable(self._always, exceptions=closed, yearly_closed=self.blackout_yearly)
        weeks = self._spans[kind]
        spans = weeks.get(channel) or weeks.get(ANY_CHANNEL) or self._always
        moved = dict(self._moved_days(calendar)) if kind == "preferred" else {}
        return Timetable(spans, exceptions=moved)

    def _holidays(self, calendar: Calendar) -> dict[int, int]:
        if not self.no_contact_on_holidays:
            return {}
        return {day.date.toordinal(): CLOSED for day in calendar if day.is_holiday}

    @staticmethod
    def _moved_days(calendar: Calendar) -> Iterator[tuple[int, int]]:
        for day in calendar:
            is_weekend = day.date.weekday() >= 5
            if day.confirmed and day.working == is_weekend:
                yield day.date.toordinal(), MONDAY if day.working else SUNDAY
