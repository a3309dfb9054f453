"""Whether a policy ever lets a text go: what would keep every single one back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .calendar import Calendar
from .errors import NeverAllowed
from .model import Policy
from .timetable import Timetable
from .windows import first_open
from .zones import zone_info, zone_tuple

CHANNEL = "sms"
DEBTOR = "debtor"

NEVER_OPEN = "windows_never_open"
PREFERRED_NEVER_MEETS = "preferred_never_meets"
NOBODY_ADDRESSED = "debtor_not_addressed"
ALL_ARE_CONTROL = "everybody_is_control"
UNCONFIRMED_CALENDAR = "calendar_not_confirmed"
NO_OPT_OUT_WORDS = "no_text_has_opt_out_words"
CAP_OF_NOTHING = "cap_of_nothing"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that could be sent: how many reminders are in force, how many of them say how to
    opt out."""

    in_force: int = 0
    with_opt_out_words: int = 0


def obstacles(policy: Policy, now: datetime, *, calendar: Calendar, texts: Texts) -> list[str]:
    """Codes of what would keep back every text under this policy from `now` on; empty: none.

    `calendar` holds the days that are known around `now`, as for a decision. Hours are read in
    the default zone; customers with several zones may still be out of reach one by one.
    """
    found = []
    tables = policy.timetables
    open_days, hard = tables.days(calendar), tables.hard(CHANNEL)
    if not _opens(policy, [open_days, hard], now):
        found.append(NEVER_OPEN)
    elif not _opens(policy, [hard, tables.preferred(CHANNEL)], now):
        found.append(PREFERRED_NEVER_MEETS)
    if DEBTOR not in policy.roles:
        found.append(NOBODY_ADDRESSED)
    if policy.control_share >= 1:
        found.append(ALL_ARE_CONTROL)
    if any(cap.limit < 1 and CHANNEL in cap.channels for cap in policy.caps):
        found.append(CAP_OF_NOTHING)
    if policy.holiday_rule == "no_contact" and not _knows_today(policy, calendar, now):
        found.append(UNCONFIRMED_CALENDAR)
    if policy.opt_out_wording_required and texts.in_force and not texts.with_opt_out_words:
        found.append(NO_OPT_OUT_WORDS)
    return found


def _opens(policy: Policy, tables: list[Timetable], now: datetime) -> bool:
    """Within the days that are looked ahead, closed days such as a long feast included."""
    try:
        first_open(tables, zone_tuple((), policy.default_zone), now)
    except NeverAllowed:
        return False
    return True


def _knows_today(policy: Policy, calendar: Calendar, now: datetime) -> bool:
    today = now.astimezone(zone_info(policy.default_zone)).date()
    return any(day.date == today and day.confirmed for day in calendar)
