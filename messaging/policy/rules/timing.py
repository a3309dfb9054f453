"""Rules that wait for the clock: quiet hours, closed days, the preferred window."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from .. import reasons
from ..errors import NeverAllowed, UnknownZone
from ..facts import (
    ANSWER,
    CALL,
    EDUCATION,
    OPT_OUT_CONFIRMATION,
    PROSPECT,
    REMINDER,
    ContactFacts,
)
from ..model import Policy
from ..timetable import Timetable
from ..windows import epoch_second, first_open, keeps_a_moment, soft_open
from ..wishes import CHANNELS, wished_table
from ..zones import zone_info, zone_tuple
from .finding import Finding, blocks, holds, passes

AT_ONCE = timedelta(minutes=30)
"""How soon after the customer wrote an answer may go out in quiet hours. Our own proposal: replying
to a message the customer just sent may happen at night (facts: contact rules, positions taken)."""

ANSWERABLE = timedelta(days=7)
"""An answer to anything older is a contact of our own. Our own proposal."""

KEPT = 1024
"""Findings remembered per timing rule."""


def quiet_hours(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Inside the hard window of every candidate zone, unless the customer agreed to the night.

    An opt-out confirmation answers a message just received: it may go at night, but only within
    the minutes the policy gives it.
    """
    if facts.purpose == OPT_OUT_CONFIRMATION:
        return _confirmation_in_time(facts, policy, now)
    if facts.purpose == ANSWER:
        late = _answers_late(facts, now)
        if late is not None:
            return late
        if answers_at_once(facts, now):
            return passes("quiet_hours", {"limit_minutes": AT_ONCE.seconds // 60})
    zones = zone_tuple(facts.zones, policy.default_zone)
    if facts.night_consent and policy.consent_lifts_quiet_hours:
        return _known_zones(zones)
    table = policy.timetables.hard(facts.channel)
    return _hard_window(table, zones, epoch_second(now), facts.night_consent)


def blackout_days(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """No contact on the policy's closed days, and on national holidays where it says so.

    Where the law names them, a day the calendar does not know for certain holds the message.
    """
    zones = zone_tuple(facts.zones, policy.default_zone)
    tables = policy.timetables
    if not tables.has_closed_days or answers_at_once(facts, now):
        return passes("blackout_days")
    saw: dict[str, object] = {"zones": list(zones)}
    if tables.holds_on_unknown_days:
        try:
            unknown = _unconfirmed(facts, zones, now)
        except UnknownZone:
            return holds("blackout_days", reasons.UNKNOWN_ZONE, None, saw)
        if unknown:
            saw["unconfirmed"] = unknown
            return holds("blackout_days", reasons.UNCONFIRMED_CALENDAR, None, saw)
    return _open_day(tables.days(facts.calendar), zones, epoch_second(now))


def preferred_window(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Evenings and weekends where possible; "send at once" overrides.

    Soft, so an unconfirmed calendar does not hold: the plain weekday decides then. And on a day on
    which the preferred windows of several zones leave no moment, the hard windows decide alone: a
    wish of ours postpones a text, it never stops one. Hours the customer asked for take its place,
    and nothing overrides them; nor the channel they asked for.
    """
    if facts.wished_channel in CHANNELS and facts.wished_channel != facts.channel:
        saw: dict[str, object] = {"wished": facts.wished_channel, "channel": facts.channel}
        return blocks("preferred_window", reasons.WISHED_CHANNEL, saw)
    if facts.wished_hours:
        wished = _wished_hours(facts, policy, now)
        if wished is not None:
            return wished
    if facts.send_at_once:
        return passes("preferred_window", {"send_at_once": True})
    zones = zone_tuple(facts.zones, policy.default_zone)
    tables = (*_allowing(facts, policy), policy.timetables.preferred(facts.channel, facts.calendar))
    clock = facts.ledger_zone or policy.default_zone
    return _preferred_window(tables, zones, clock, epoch_second(now))


def next_sendable(facts: ContactFacts, policy: Policy, moment: datetime) -> datetime:
    """The first moment from `moment` on at which no timing rule would hold the message.

    Raises NeverAllowed or UnknownZone.
    """
    zones = zone_tuple(facts.zones, policy.default_zone)
    tables = _allowing(facts, policy)
    if facts.purpose not in (REMINDER, PROSPECT, CALL, EDUCATION):
        return first_open(tables, zones, moment)
    wished = wished_table(facts.wished_hours)
    if wished is not None:
        with suppress(NeverAllowed):
            return first_open([*tables, wished], zones, moment)
    if facts.send_at_once:
        return first_open(tables, zones, moment)
    preferred = policy.timetables.preferred(facts.channel, facts.calendar)
    return soft_open(
        tables, preferred, zones, moment, clock=facts.ledger_zone or policy.default_zone
    )


def hours_to_choose(facts: ContactFacts, policy: Policy) -> tuple[Timetable, ...]:
    """What a reminder keeps to when nobody is in a hurry: what no wish overrides, and the hours the
    customer asked for, else the preferred ones."""
    wished = wished_table(facts.wished_hours)
    preferred = policy.timetables.preferred(facts.channel, facts.calendar)
    return (*_allowing(facts, policy), preferred if wished is None else wished)


def _allowing(facts: ContactFacts, policy: Policy) -> list[Timetable]:
    """What no wish overrides: days on which contact is possible, and the hard windows."""
    tables = [policy.timetables.days(facts.calendar)]
    if not (facts.night_consent and policy.consent_lifts_quiet_hours):
        tables.append(policy.timetables.hard(facts.channel))
    return tables


def _wished_hours(facts: ContactFacts, policy: Policy, now: datetime) -> Finding | None:
    """None: the wish leaves no moment the policy allows, so it cannot be kept to."""
    wished = wished_table(facts.wished_hours)
    if wished is None:
        return None
    zones = zone_tuple(facts.zones, policy.default_zone)
    saw: dict[str, object] = {"wished": facts.wished_hours}
    try:
        opening = first_open([*_allowing(facts, policy), wished], zones, now)
        if wished.is_open(zones, epoch_second(now)):
            return passes("preferred_window", saw)
    except (NeverAllowed, UnknownZone):
        return None
    return holds("preferred_window", reasons.WISHED_HOURS, opening, saw)


def answers_at_once(facts: ContactFacts, now: datetime) -> bool:
    """Whether this answers something the customer has just written, at whatever hour."""
    asked = facts.replying_to
    return facts.purpose == ANSWER and asked is not None and now - asked <= AT_ONCE


# The same question is asked for every message of a batch, so the findings are made once. By the
# second: two moments of one zone compare equal even where its clock goes back.


@lru_cache(maxsize=KEPT)
def _hard_window(
    table: Timetable, zones: tuple[str, ...], second: int, night_consent: bool
) -> Finding:
    saw: dict[str, object] = {"zones": list(zones), "night_consent": night_consent}
    return _wait_for(table, zones, second, "quiet_hours", reasons.QUIET_HOURS, saw)


@lru_cache(maxsize=KEPT)
def _open_day(table: Timetable, zones: tuple[str, ...], second: int) -> Finding:
    saw: dict[str, object] = {"zones": list(zones)}
    return _wait_for(table, zones, second, "blackout_days", reasons.BLACKOUT_DAY, saw)


@lru_cache(maxsize=KEPT)
def _known_zones(zones: tuple[str, ...]) -> Finding:
    """Whoever agreed to the night may be written to at any hour, but not in a place nobody knows:
    a zone that does not exist is a fault in the file, and is said."""
    saw: dict[str, object] = {"zones": list(zones), "night_consent": True}
    for zone in zones:
        try:
            zone_info(zone)
        except UnknownZone as error:
            return holds("quiet_hours", reasons.UNKNOWN_ZONE, None, {**saw, "zone": error.zone})
    return passes("quiet_hours", saw)


@lru_cache(maxsize=KEPT)
def _preferred_window(
    tables: tuple[Timetable, ...], zones: tuple[str, ...], clock: str, second: int
) -> Finding:
    """`tables`: those that no wish overrides, and last the preferred one."""
    *hard, preferred = tables
    moment = datetime.fromtimestamp(second, UTC)
    try:
        if preferred.is_open(zones, second):
            return passes("preferred_window")
        if not keeps_a_moment(tables, zones, second, clock=clock):
            return passes("preferred_window", {"kept": False})
        opening = soft_open(hard, preferred, zones, moment, clock=clock)
    except UnknownZone as error:
        return holds("preferred_window", reasons.UNKNOWN_ZONE, None, {"zone": error.zone})
    except NeverAllowed:
        return passes("preferred_window", {"kept": False})  # the rule that says so holds
    if opening <= moment:
        return passes("preferred_window", {"kept": False})
    return holds("preferred_window", reasons.PREFERRED_WINDOW, opening, {})


def _wait_for(
    table: Timetable,
    zones: tuple[str, ...],
    second: int,
    rule: str,
    reason: str,
    saw: dict[str, object],
) -> Finding:
    try:
        if table.is_open(zones, second):
            return passes(rule, saw)
        moment = datetime.fromtimestamp(second, UTC)
        return holds(rule, reason, first_open([table], zones, moment), saw)
    except UnknownZone as error:
        return holds(rule, reasons.UNKNOWN_ZONE, None, {**saw, "zone": error.zone})
    except NeverAllowed:
        return holds(rule, reasons.NEVER_ALLOWED, None, saw)


def _answers_late(facts: ContactFacts, now: datetime) -> Finding | None:
    asked = facts.replying_to
    if asked is not None and now - asked <= ANSWERABLE:
        return None
    return blocks("quiet_hours", reasons.REPLY_TOO_LATE, {"limit_days": ANSWERABLE.days})


def _confirmation_in_time(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    minutes = policy.opt_out_confirmation_minutes
    saw = {"limit_minutes": minutes}
    asked = facts.replying_to
    if asked is None or now - asked > timedelta(minutes=minutes):
        return blocks("quiet_hours", reasons.REPLY_TOO_LATE, saw)
    return passes("quiet_hours", saw)


def _unconfirmed(facts: ContactFacts, zones: tuple[str, ...], now: datetime) -> list[str]:
    known = {day.date for day in facts.calendar if day.confirmed}
    local_days = {now.astimezone(zone_info(zone)).date() for zone in zones}
    return sorted(day.isoformat() for day in local_days - known)
