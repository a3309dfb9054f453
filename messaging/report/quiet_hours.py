"""Quiet hours: the margin of every hand-over to both ends of its window, in all candidate zones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from messaging.models import PolicyVersion, in_force
from messaging.models.in_force import policy_of
from messaging.policy.model import Policy
from messaging.policy.rules.timing import AT_ONCE
from messaging.report.hand_overs import HandOver, hand_overs
from messaging.report.parts import Check, Period
from messaging.report.rows import ANSWER, CODE, CONFIRMATION
from messaging.report.wall_clock import Margin, is_closed_day, local_days, margin

LEAST_MARGIN_SECONDS = 2.0
BUCKETS = ((60, "1 min"), (300, "5 min"), (900, "15 min"), (3600, "1 h"), (14_400, "4 h"))


class Reading(NamedTuple):
    """What one set of zones says: a fault with its detail, or the margin (None: by consent)."""

    fault: str = ""
    detail: str = ""
    margin: Margin | None = None


def check(period: Period) -> Check:
    """Every hand-over lies inside a window, and its permit ended before the window did."""
    check, figures, rules = Check("quiet_hours"), _Figures(), _Rules(period.now)
    for hand_over in hand_overs(period):
        check.checked += 1
        _look_at(hand_over, rules, check, figures)
    check.figures = figures.to_json()
    return check


def _look_at(row: HandOver, rules: _Rules, check: Check, figures: _Figures) -> None:
    if row.outcome != "send":
        check.violated(row.about, "no_decision_to_send", row.outcome or "none")
    if row.policy_id is None:
        check.violated(row.about, "no_policy")
    elif row.content_class == CONFIRMATION:
        _confirmation(row, rules.policy(row.policy_id), check, figures)
    else:
        _reminder(row, rules, rules.policy(row.policy_id), check, figures)


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
    row: HandOver, rules: _Rules, policy: Policy, check: Check, figures: _Figures
) -> None:
    on_file = tuple(row.zones_on_file or ()) or (policy.default_zone,)
    seen = tuple(row.zones_seen or ()) or (policy.default_zone,)
    reading = rules.read(row, policy, on_file)
    if set(seen) != set(on_file):
        # Somebody moved, before or after: the rows cannot say which zones were right.
        then = rules.read(row, policy, seen)
        if bool(then.fault) != bool(reading.fault):
            check.doubt(row.about, "zones_changed", f"{', '.join(seen)} → {', '.join(on_file)}")
        reading = reading if not reading.fault else then
    if reading.fault and _answers_at_once(row):
        figures.answers_at_night += 1
    elif reading.fault:
        check.violated(row.about, reading.fault, reading.detail)
    elif reading.margin is None:
        figures.by_consent += 1
    else:
        figures.see(row, reading.margin)
        _permit(row, reading.margin, check, figures)


def _answers_at_once(row: HandOver) -> bool:
    """An answer to what the customer had just written may go out at night."""
    asked = row.asked_at if row.content_class in (ANSWER, CODE) else None
    return asked is not None and row.begun_at - asked <= AT_ONCE


def _permit(row: HandOver, margin: Margin, check: Check, figures: _Figures) -> None:
    """A gateway call that begins at the last moment still times out inside the window."""
    if row.permit_until is None:
        check.violated(row.about, "no_permit")
        return
    left = (margin.end - row.permit_until).total_seconds()
    figures.permit.see(left, row.about)
    if left < max(row.timeout_seconds or 0, LEAST_MARGIN_SECONDS):
        check.violated(row.about, "permit_too_long", f"{left:.0f} s before the window's end")
    if row.begun_at >= row.permit_until:
        check.violated(row.about, "begun_after_its_permit")


class _Rules:
    """Policies and holidays, read once each."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._policies: dict[int, Policy] = {}
        self._holidays: dict[str, frozenset[date]] = {}

    def policy(self, version_id: int) -> Policy:
        if version_id not in self._policies:
            self._policies[version_id] = policy_of(PolicyVersion.objects.get(pk=version_id))
        return self._policies[version_id]

    def read(self, row: HandOver, policy: Policy, zones: tuple[str, ...]) -> Reading:
        try:
            days = local_days(zones, row.begun_at)
        except (ZoneInfoNotFoundError, ValueError):
            return Reading("unknown_zone", ", ".join(zones))
        for day in sorted(days):
            if is_closed_day(policy, day) or day in self._closed(policy):
                return Reading("closed_day", day.isoformat())
        if row.night_consent and policy.consent_lifts_quiet_hours:
            return Reading()
        found = margin(policy, row.channel, zones, row.begun_at)
        if found is None:
            local = [f"{row.begun_at.astimezone(ZoneInfo(z)):%a %H:%M:%S} {z}" for z in zones]
            return Reading("outside_the_window", ", ".join(local))
        return Reading(margin=found)

    def _closed(self, policy: Policy) -> frozenset[date]:
        """National holidays, where the policy allows no contact on them."""
        if policy.holiday_rule == "none":
            return frozenset()
        if policy.country not in self._holidays:
            years = in_force.calendar_years(policy.country, self._now)
            self._holidays[policy.country] = frozenset(
                day.date for days in years.values() for day in days if day.is_holiday
            )
        return self._holidays[policy.country]


class _Least:
    """The smallest margin met, and where."""

    def __init__(self) -> None:
        self.seconds: float | None = None
        self.about = ""

    def see(self, seconds: float, about: str) -> None:
        if self.seconds is None or seconds < self.seconds:
            self.seconds, self.about = seconds, about

    def to_json(self) -> dict[str, Any]:
        return {"seconds": self.seconds, "about": self.about}


class _Figures:
    def __init__(self) -> None:
        self.to_end, self.since_start, self.permit = _Least(), _Least(), _Least()
        self.histogram = dict.fromkeys([*(f"≤ {name}" for _, name in BUCKETS), "longer"], 0)
        self.by_consent = self.confirmations = self.answers_at_night = 0
        self.slowest_confirmation = 0.0

    def see(self, row: HandOver, margin: Margin) -> None:
        self.to_end.see(margin.to_end, row.about)
        self.since_start.see(margin.since_start, row.about)
        fits = (f"≤ {name}" for seconds, name in BUCKETS if margin.to_end <= seconds)
        self.histogram[next(fits, "longer")] += 1

    def to_json(self) -> dict[str, Any]:
        return {
            "least_margin_to_end": self.to_end.to_json(),
            "least_margin_since_start": self.since_start.to_json(),
            "least_margin_of_a_permit": self.permit.to_json(),
            "margins_to_end": self.histogram,
            "at_night_by_consent": self.by_consent,
            "answers_at_night": self.answers_at_night,
            "confirmations": self.confirmations,
            "slowest_confirmation_seconds": self.slowest_confirmation,
        }
