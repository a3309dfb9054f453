"""A policy: every figure that says when, how often and whom to contact, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from .parts import Cap, Origin, Windows
from .timetable import Timetables


@dataclass(frozen=True)
class Policy:
    """One version of a policy. Units are in the names; sources are in `origins`, by field name."""

    name: str
    inherits: str | None
    country: str
    default_zone: str
    # when
    windows: Windows
    preferred: Windows
    consent_lifts_quiet_hours: bool
    electronic_consent: str
    holiday_rule: str
    blackout_days: tuple[str, ...]
    # how often
    caps: tuple[Cap, ...]
    minimum_gap_hours: int
    repeat_days: int
    education_gap_days: int
    education_apart_days: int
    # whom, and on what facts
    roles: tuple[str, ...]
    least_amount: Decimal
    staleness_hours: int
    number_fresh_days: int | None
    # opting out
    opt_out_wording_required: bool
    opt_out_words: Mapping[str, tuple[str, ...]]
    opt_out_confirmation_minutes: int
    unread_reply_days: int
    question_hold_days: int
    # complaints, in calendar days
    complaint_days: int
    complaint_complex_days: int
    complaint_extension_days: int
    complaint_review_days: int
    complaint_rolls_to_working_day: bool
    complaint_pause_least: int
    complaint_pause_per_thousand: int
    # keeping
    complaint_file_years: int
    # running
    control_share: Decimal
    tranche_size: int
    unresolved_after_hours: int
    review_days: int
    overdue_review: str
    call_order: str
    firm_from: str
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin(self, field_name: str) -> Origin:
        """Source and status of one figure, for screens."""
        return self.origins.get(field_name, Origin("", "P"))

    @cached_property
    def timetables(self) -> Timetables:
        """Windows laid out for quick answers; built once per policy object."""
        return Timetables(
            hard=self.windows,
            preferred=self.preferred,
            blackout_days=self.blackout_days,
            no_contact_on_holidays=self.holiday_rule != "none",
            holds_on_unknown_days=self.holiday_rule == "no_contact",
        )

    @cached_property
    def staleness(self) -> timedelta:
        """`staleness_hours` as a span."""
        return timedelta(hours=self.staleness_hours)

    @cached_property
    def cap_table(self) -> Mapping[tuple[str, str], tuple[Cap, ...]]:
        """Caps by (channel, scope)."""
        table: dict[tuple[str, str], tuple[Cap, ...]] = {}
        for cap in self.caps:
            for channel in cap.channels:
                table[channel, cap.scope] = (*table.get((channel, cap.scope), ()), cap)
        return table
