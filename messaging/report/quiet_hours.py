"""Quiet hours: the margin of every hand-over to both ends of its window, in all candidate zones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from messaging.policy.model import Policy
from messaging.policy.rules.timing import AT_ONCE
from messaging.report.hand_overs import ALONE, Alike, Group, HandOver, groups, hand_overs
from messaging.report.margins import tightest
from messaging.report.parts import Check, Period
from messaging.report.rows import ANSWER, CONFIRMATION
from messaging.report.wall_clock import Margin, latest
from messaging.report.windows import WindowRules, zones_of

LEAST_MARGIN_SECONDS = 2.0
BUCKETS = ((60, "1 min"), (300, "5 min"), (900, "15 min"), (3600, "1 h"), (14_400, "4 h"))


def check(period: Period) -> Check:
    """Every hand-over lies inside a window, and its permit ended before the window did.

    Judged in groups that share a minute and all that decides; where something is not plain in a
    group, each of its hand-overs is looked at.
    """
    check, figures, rules = Check("quiet_hours"), _Figures(), WindowRules(period.now)
    odd: set[tuple[datetime, Alike]] = set()
    for group in groups(period):
        if not _is_plain(group, rules, figures):
            odd.add(group.key)
    minutes = sorted({minute for minute, _alike in odd})
    for hand_over in hand_overs(period, minutes=minutes):
        if hand_over.alike.content_class in ALONE or hand_over.group in odd:
            figures.hand_overs += 1
            _look_at(hand_over, rules, check, figures)
    check.checked = figures.hand_overs
    figures.find_out_which(period)
    check.figures = {
        **figures.to_json(),
        "tightest": [each.to_json() for each in tightest(period, rules, figures.groups)],
    }
    return check


def _is_plain(group: Group, rules: WindowRules, figures: _Figures) -> bool:
    """Whether nothing is at fault or in doubt; then it is counted."""
    alike = group.alike
    if alike.outcome != "send" or alike.policy_id is None or group.permit_at_fault:
        return False
    policy = rules.policy(alike.policy_id)
    on_file, seen = zones_of(alike, policy)
    if set(seen) != set(on_file):
        return False
    first, last = (
        rules.read(alike, moment, policy, on_file) for moment in (group.first, group.last)
    )
    if first.margin is None or last.margin is None or group.latest_permit is None:
        return False
    left = (last.margin.end - group.latest_permit).total_seconds()
    if left < _least_left(alike):
        return False
    figures.hand_overs += group.count
    figures.see_group(group, first.margin, last.margin, left, on_file)
    figures.see_the_clock(on_file, group.minute, group.count, asked=False)
    return True


def _look_at(row: HandOver, rules: WindowRules, check: Check, figures: _Figures) -> None:
    alike = row.alike
    figures.see_the_clock(
        zones_of(alike, rules.policy(alike.policy_id))[0]
        if alike.policy_id
        else alike.zones_on_file or (),
        row.begun_at,
        1,
        asked=alike.content_class in ALONE,
    )
    if alike.outcome != "send":
        check.violated(row.about, "no_decision_to_send", alike.outcome or "none")
    if alike.policy_id is None:
        check.violated(row.about, "no_policy")
    elif alike.content_class == CONFIRMATION:
        _confirmation(row, rules.policy(alike.policy_id), check, figures)
    else:
        _reminder(row, rules, rules.policy(alike.policy_id), check, figures)


def _confirmation(row: HandOver, policy: Policy, check: Check, figures: _Figures) -> None:
    """The answer to an opt-out may go at night, but only within its minutes."""
    figures.confirmations += 1
    if row.asked_at is None:
        check.violated(row.about, "confirms_nothing")
        return
    took = (row.begun_at - row.asked_at).total_seconds()
    figures.slowest_confirmation = max(figures.slowest_confirmation, took)
    if took > policy.opt_out_confirmation_minutes * 60:
        check.violated(row.about, "confirmation_too_late", f"{took:.0f} s")


def _reminder(
    row: HandOver, rules: WindowRules, policy: Policy, check: Check, figures: _Figures
) -> None:
    on_file, seen = zones_of(row.alike, policy)
    reading, zones = rules.read(row.alike, row.begun_at, policy, on_file), on_file
    if set(seen) != set(on_file):
        # Somebody moved, before or after: the rows cannot say which zones were right.
        then = rules.read(row.alike, row.begun_at, policy, seen)
        if bool(then.fault) != bool(reading.fault):
            check.doubt(row.about, "zones_changed", f"{', '.join(seen)} → {', '.join(on_file)}")
        reading, zones = (then, seen) if reading.fault else (reading, zones)
    if reading.fault and _answers_at_once(row):
        figures.answers_at_night += 1
    elif reading.fault:
        check.violated(row.about, reading.fault, reading.detail)
    elif reading.margin is None:
        figures.by_consent += 1
    else:
        figures.see(row, reading.margin, zones)
        _permit(row, reading.margin, check, figures)


def _answers_at_once(row: HandOver) -> bool:
    """An answer to what the customer had just written may go out at night."""
    asked = row.asked_at if row.alike.content_class == ANSWER else None
    return asked is not None and row.begun_at - asked <= AT_ONCE


def _permit(row: HandOver, margin: Margin, check: Check, figures: _Figures) -> None:
    """A gateway call that begins at the last moment still times out inside the window."""
    if row.permit_until is None:
        check.violated(row.about, "no_permit")
        return
    left = (margin.end - row.permit_until).total_seconds()
    figures.permit.see(left, row.about)
    if left < _least_left(row.alike):
        check.violated(row.about, "permit_too_long", f"{left:.0f} s before the window's end")
    if row.begun_at >= row.permit_until:
        check.violated(row.about, "begun_after_its_permit")


def _least_left(alike: Alike) -> float:
    return max(alike.timeout_seconds or 0, LEAST_MARGIN_SECONDS)


class _Least:
    """The smallest margin met, and where: a hand-over, or still the group it is in."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self.about: str | Group = ""

    def see(self, seconds: float, about: str | Group) -> None:
        if self.seconds is None or seconds < self.seconds:
            self.seconds, self.about = seconds, about

    def to_json(self) -> dict[str, Any]:
        return {"seconds": self.seconds, "about": self.about}


class _Figures:
    def __init__(self) -> None:
        self.to_end, self.since_start, self.permit = _Least(), _Least(), _Least()
        self.clock: dict[str, Any] = {}
        self.by_hour: Counter[str] = Counter()
        self.asked_by_hour: Counter[str] = Counter()
        self.histogram = dict.fromkeys([*(f"≤ {name}" for _, name in BUCKETS), "longer"], 0)
        self.groups: list[Group] = []
        self.hand_overs = self.by_consent = self.confirmations = self.answers_at_night = 0
        self.slowest_confirmation = 0.0

    def see_the_clock(
        self, zones: tuple[str, ...], moment: datetime, many: int, *, asked: bool
    ) -> None:
        """Which hour it was where they are, the latest of those it may be; `asked`: the answer to
        what a customer had just written."""
        with suppress(ZoneInfoNotFoundError, ValueError):
            counted = self.asked_by_hour if asked else self.by_hour
            counted[str(latest(zones, moment).hour)] += many

    def see(self, row: HandOver, margin: Margin, zones: tuple[str, ...]) -> None:
        self._nearest(zones, margin)
        self.to_end.see(margin.to_end, row.about)
        self.since_start.see(margin.since_start, row.about)
        self._count(margin.to_end, 1)

    def see_group(
        self,
        group: Group,
        first: Margin,
        last: Margin,
        permit_left: float,
        zones: tuple[str, ...],
    ) -> None:
        """Buckets end with whole minutes, as windows do, so a group is in one of them."""
        self.groups.append(group)
        self._nearest(zones, last)
        self.to_end.see(last.to_end, group)
        self.since_start.see(first.since_start, group)
        self.permit.see(permit_left, group)
        self._count(last.to_end, group.count)

    def find_out_which(self, period: Period) -> None:
        """Of the groups with the smallest margins, the hand-overs that have them."""
        wanted: tuple[tuple[_Least, Callable[[HandOver], Any]], ...] = (
            (self.to_end, lambda row: -row.begun_at.timestamp()),
            (self.since_start, lambda row: row.begun_at.timestamp()),
            (self.permit, lambda row: -(row.permit_until or row.begun_at).timestamp()),
        )
        for least, first in wanted:
            group = least.about
            if isinstance(group, Group):
                rows = hand_overs(period, minutes=[group.minute], alone=False)
                found = min((row for row in rows if row.group == group.key), key=first)
                least.about = found.about

    def _nearest(self, zones: tuple[str, ...], margin: Margin) -> None:
        """When it was there, and until when it was allowed, if none was nearer to the end."""
        if self.to_end.seconds is not None and self.to_end.seconds <= margin.to_end:
            return
        begun = latest(zones, margin.end - timedelta(seconds=margin.to_end))
        self.clock = {
            "local": begun.isoformat(),
            "until": latest(zones, margin.end).isoformat(),
            "zone": str(begun.tzinfo),
        }

    def _count(self, to_end: float, many: int) -> None:
        fits = (f"≤ {name}" for seconds, name in BUCKETS if to_end <= seconds)
        self.histogram[next(fits, "longer")] += many

    def to_json(self) -> dict[str, Any]:
        return {
            "least_margin_to_end": {**self.to_end.to_json(), **self.clock},
            "by_hour": dict(self.by_hour),
            "asked_by_hour": dict(self.asked_by_hour),
            "least_margin_since_start": self.since_start.to_json(),
            "least_margin_of_a_permit": self.permit.to_json(),
            "margins_to_end": self.histogram,
            "at_night_by_consent": self.by_consent,
            "answers_at_night": self.answers_at_night,
            "confirmations": self.confirmations,
            "slowest_confirmation_seconds": self.slowest_confirmation,
        }
