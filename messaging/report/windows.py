"""Hours, closed days and zones of a policy, asked of the moment a text left."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from messaging.models import PolicyVersion, in_force
from messaging.models.in_force import policy_of
from messaging.policy.model import Policy
from messaging.report.hand_overs import Alike
from messaging.report.wall_clock import Margin, is_closed_day, local_days, margin


class Reading(NamedTuple):
    """What one set of zones says: a fault with its detail, or the margin (None: by consent)."""

    fault: str = ""
    detail: str = ""
    margin: Margin | None = None


def zones_of(alike: Alike, policy: Policy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """On file, and seen by the decision."""
    return (
        tuple(alike.zones_on_file or ()) or (policy.default_zone,),
        tuple(alike.zones_seen or ()) or (policy.default_zone,),
    )


class WindowRules:
    """Policies and holidays, read once each."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._policies: dict[int, Policy] = {}
        self._holidays: dict[str, frozenset[date]] = {}

    def policy(self, version_id: int) -> Policy:
        if version_id not in self._policies:
            self._policies[version_id] = policy_of(PolicyVersion.objects.get(pk=version_id))
        return self._policies[version_id]

    def read(
        self, alike: Alike, moment: datetime, policy: Policy, zones: tuple[str, ...]
    ) -> Reading:
        try:
            days = local_days(zones, moment)
        except (ZoneInfoNotFoundError, ValueError):
            return Reading("unknown_zone", ", ".join(zones))
        for day in sorted(days):
            if is_closed_day(policy, day) or day in self._closed(policy):
                return Reading("closed_day", day.isoformat())
        if alike.night_consent and policy.consent_lifts_quiet_hours:
            return Reading()
        found = margin(policy, alike.channel, zones, moment)
        if found is None:
            local = [f"{moment.astimezone(ZoneInfo(z)):%a %H:%M:%S} {z}" for z in zones]
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
