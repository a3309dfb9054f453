"""What may go and what may not, written a second time from the fact sheet, slowly and plainly.

Nothing here asks the engine: hours, caps and days stand here as figures of their own, wall clocks
are read minute by minute, and every contact is counted for itself. Reminders and calls only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from messaging.policy.calendar import CalendarDay
from messaging.policy.facts import CALL, ContactFacts, PastContact

WEEKEND = (5, 6)
DAY = timedelta(days=1)
STEP = timedelta(minutes=15)
"""Every window opens and closes on a quarter of an hour, and every zone is whole quarters off."""

ZONE = {
    "cn": "Asia/Shanghai",
    "us-reg-f": "America/New_York",
    "us-nyc": "America/New_York",
    "in": "Asia/Kolkata",
    "tw": "Asia/Taipei",
    "au": "Australia/Sydney",
    "gb": "Europe/London",
    "hk": "Asia/Hong_Kong",
    "sg": "Asia/Singapore",
}
# (weekdays, weekends), in minutes after midnight.
HARD = {
    "cn": ((480, 1320), (480, 1320)),
    "us-reg-f": ((480, 1260), (480, 1260)),
    "us-nyc": ((480, 1260), (480, 1260)),
    "in": ((480, 1140), (480, 1140)),
    "tw": ((420, 1320), (420, 1320)),
    "au": ((450, 1260), (540, 1260)),
    "gb": ((480, 1200), (480, 1200)),
    "hk": ((480, 1260), (480, 1260)),
    "sg": ((480, 1200), (480, 1200)),
}
SOFT = {
    "cn": ((1080, 1260), (540, 1260)),
    "us-reg-f": ((1080, 1230), (600, 1230)),
    "us-nyc": ((1080, 1230), (600, 1230)),
    "in": ((1050, 1140), (540, 1140)),
    "tw": ((1080, 1260), (540, 1260)),
    "au": ((1080, 1230), (600, 1230)),
    "gb": ((1050, 1200), (540, 1200)),
    "hk": ((1080, 1260), (540, 1260)),
    "sg": ((1050, 1200), (540, 1200)),
}
WISHED = {"morning": (480, 720), "afternoon": (720, 1080), "evening": (1080, 1260)}
NIGHT_BY_CONSENT = ("cn", "tw")
CLOSED_ON_HOLIDAYS = ("au", "in")
CLOSED_ON_UNKNOWN_DAYS = ("au",)
OPT_OUT_WORDS = NUMBER_CONFIRMED = ("us-reg-f", "us-nyc")
LEAST = 1
"""A smaller debt, in whole units of its currency, is not worth a contact."""
HORIZON = 40 * DAY
"""A wish that leaves no moment in so many days is not kept to."""
WRITTEN = ("sms", "email", "wechat", "push")


def outcome(facts: ContactFacts, profile: str, now: datetime) -> str:
    """send, hold or block."""
    against = _blocks(facts, profile, now)
    if any(against):
        return "block"
    return "hold" if any(_holds(facts, profile, now)) else "send"


def _zones(facts: ContactFacts, profile: str) -> tuple[str, ...]:
    return facts.zones or (ZONE[profile],)


def _unknown(facts: ContactFacts, profile: str) -> bool:
    for name in _zones(facts, profile):
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return True
    return False


def _ledger_day(facts: ContactFacts, profile: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(facts.ledger_zone or ZONE[profile])).date()


def _blocks(facts: ContactFacts, profile: str, now: datetime) -> list[bool]:
    due = [loan for loan in facts.loans if loan.amount_due > 0]
    point = facts.contact_point
    against = [
        all(loan.amount_due < LEAST for loan in due),
        point is None or point.state != "active" or not point.valid,
        point is not None and point.role not in ("debtor", "co_debtor", "guarantor"),
        any(loan.role not in ("debtor", "co_debtor", "guarantor") for loan in due),
        facts.suppression is not None,
        facts.refused_on != "",
        facts.wished_channel in (*WRITTEN, "phone") and facts.wished_channel != facts.channel,
    ]
    if facts.purpose == CALL:
        return against
    text = facts.template
    today = _ledger_day(facts, profile, now)
    open_ = [loan for loan in due if not loan.already_reminded]
    written_for = max((loan.stage_planned for loan in facts.loans), key=_ladder, default="")
    in_stage = [
        loan
        for loan in open_
        if loan.amount_due >= LEAST
        and _stage(loan.due_date, today) == (loan.stage_planned, loan.occurrence)
    ]
    # One text, one standing: that of the loan due first.
    first = min((loan.due_date for loan in in_stage), default=today)
    told = [loan for loan in in_stage if _standing(loan.due_date, today) == _standing(first, today)]
    fits = any(loan.stage_planned == written_for for loan in told)
    return [
        *against,
        text is None or text.state != "approved" or not text.renders,
        text is not None and profile in OPT_OUT_WORDS and not text.has_opt_out_words,
        text is not None
        and facts.gateway_classes is not None
        and text.content_class not in facts.gateway_classes,
        facts.arm == "control",
        bool(due) and not open_,
        facts.already_read,
        bool(open_) and not fits,
    ]


def _ladder(stage: str) -> int:
    return ["due-7", "due-0", "dpd-1", "dpd-2-3", "dpd-4-7", "dpd-8-15", "dpd-16+"].index(stage)


def _stage(due: date, today: date) -> tuple[str, int]:
    days = (today - due).days
    if days < -7:
        return "", 0
    for last, name in ((-1, "due-7"), (0, "due-0"), (1, "dpd-1"), (3, "dpd-2-3"), (7, "dpd-4-7")):
        if days <= last:
            return name, 0
    return ("dpd-8-15", 0) if days <= 15 else ("dpd-16+", (days - 16) // 15)


def _standing(due: date, today: date) -> int:
    """Due later, due today, overdue."""
    return (due <= today) + (due < today)


def _holds(facts: ContactFacts, profile: str, now: datetime) -> list[bool]:
    due = [loan for loan in facts.loans if loan.amount_due > 0]
    ids = {loan.loan_id for loan in due}
    calls = facts.purpose == CALL
    common = [
        bool(facts.stops),
        any(now - loan.as_of > DAY for loan in due),
        any(
            hold.starts_at <= now
            and (hold.until is None or now < hold.until)
            and (hold.loan_id is None or hold.loan_id in ids)
            for hold in facts.holds
        ),
        *_clock(facts, profile, now),
        *_caps(facts, profile, now, ids),
    ]
    if calls:
        return common
    text, point = facts.template, facts.contact_point
    confirmed = point.confirmed_on if point else None
    age = (_ledger_day(facts, profile, now) - confirmed).days if confirmed else None
    gap = [c.at for c in facts.contacts if c.kind != "dial"]
    return [
        *common,
        profile == "us-nyc" and facts.channel in WRITTEN and not facts.electronic_consent,
        profile in NUMBER_CONFIRMED and facts.channel == "sms" and (age is None or age > 60),
        text is not None and text.effective_from is not None and now < text.effective_from,
        facts.gateway_classes is None or not facts.gateway_open,
        facts.channel in WRITTEN and any(now - at < DAY for at in gap),
    ]


def _clock(facts: ContactFacts, profile: str, now: datetime) -> list[bool]:
    if _unknown(facts, profile):
        return [True]
    zones = _zones(facts, profile)
    night = facts.night_consent and profile in NIGHT_BY_CONSENT
    days = {day.date: day for day in facts.calendar}
    closed = False
    if profile in CLOSED_ON_HOLIDAYS:
        local = [days.get(now.astimezone(ZoneInfo(zone)).date()) for zone in zones]
        closed = any(day is not None and _is_holiday(day) for day in local)
        if profile in CLOSED_ON_UNKNOWN_DAYS:
            closed |= any(day is None or not day.confirmed for day in local)
    return [
        not night and not _inside(HARD[profile], zones, now),
        closed,
        _waits_for_a_wish(facts, profile, now, zones, night=night),
    ]


def _is_holiday(day: CalendarDay) -> bool:
    return not day.working and bool(day.name)


def _inside(
    hours: tuple[tuple[int, int], tuple[int, int]],
    zones: tuple[str, ...],
    now: datetime,
    moved: dict[date, int] | None = None,
) -> bool:
    for zone in zones:
        local = now.astimezone(ZoneInfo(zone))
        weekday = (moved or {}).get(local.date(), local.weekday())
        start, end = hours[weekday in WEEKEND]
        if not start <= local.hour * 60 + local.minute < end:
            return False
    return True


def _waits_for_a_wish(
    facts: ContactFacts, profile: str, now: datetime, zones: tuple[str, ...], *, night: bool
) -> bool:
    """The hours the customer asked for, else our own, which give way rather than stop a text."""
    moved = {
        day.date: 0 if day.working else 6
        for day in facts.calendar
        if day.confirmed and day.working == (day.date.weekday() >= 5)
    }

    def allowed(at: datetime) -> bool:
        open_day = all(not _closed_on(facts, profile, at, zone) for zone in zones)
        return open_day and (night or _inside(HARD[profile], zones, at))

    wish = WISHED.get(facts.wished_hours)
    if wish is not None:
        hours = (wish, wish)
        kept = any(_inside(hours, zones, at) and allowed(at) for at in _moments(now, now + HORIZON))
        if kept:
            return not _inside(hours, zones, now)
    if facts.send_at_once or _inside(SOFT[profile], zones, now, moved):
        return False
    if len(zones) == 1:
        return True
    info = ZoneInfo(facts.ledger_zone or ZONE[profile])
    midnight = datetime.combine(now.astimezone(info).date(), datetime.min.time(), info)
    ends = datetime.combine(midnight.date() + DAY, datetime.min.time(), info)
    return any(
        _inside(SOFT[profile], zones, at, moved) and allowed(at) for at in _moments(midnight, ends)
    )


def _closed_on(facts: ContactFacts, profile: str, at: datetime, zone: str) -> bool:
    if profile not in CLOSED_ON_HOLIDAYS:
        return False
    local = at.astimezone(ZoneInfo(zone)).date()
    return any(day.date == local and _is_holiday(day) for day in facts.calendar)


def _moments(first: datetime, end: datetime) -> Iterator[datetime]:
    """`first` and every quarter of an hour after it, up to `end`."""
    yield first
    quarter = STEP.total_seconds()
    at = (first.timestamp() // quarter + 1) * quarter
    while at < end.timestamp():
        yield datetime.fromtimestamp(at, first.tzinfo)
        at += quarter


def _caps(facts: ContactFacts, profile: str, now: datetime, ids: set[int]) -> list[bool]:
    customer = [c for c in facts.contacts if c.scope in ("customer", "both")]
    address = [c for c in facts.contacts if c.scope in ("address", "both")]
    zones = _zones(facts, profile)
    over = []
    if facts.channel in WRITTEN:
        for group in (customer, address):
            reached = [c for c in group if c.kind != "dial"]
            over += [
                _today(reached, zones, now) >= 1,
                _within(reached, now, 7 * DAY) >= 3,
                _within(reached, now, 30 * DAY) >= 8,
            ]
    else:
        calls = [c for c in customer if c.kind == "call"]
        dials = [c for c in address if c.kind == "dial"]
        over += [_today(calls, zones, now) >= 3, _today(dials, zones, now) >= 6]
        if profile in ("us-reg-f", "us-nyc"):
            tried = [c for c in customer if c.kind != "message"]
            over += [_within(tried, now, 7 * DAY) >= 7, _within(calls, now, 7 * DAY) >= 1]
    for account in ids or {None}:
        about = [c for c in customer if account is None or not c.loan_ids or account in c.loan_ids]
        reached = [c for c in about if c.kind != "dial"]
        if profile == "au":
            over += [_within(reached, now, 7 * DAY) >= 3, _within(reached, now, 31 * DAY) >= 10]
        if profile == "us-nyc":
            over.append(_within(about, now, 7 * DAY) >= 3)
    return over


def _within(contacts: list[PastContact], now: datetime, span: timedelta) -> int:
    return sum(now - c.at < span for c in contacts)


def _today(contacts: list[PastContact], zones: tuple[str, ...], now: datetime) -> int:
    counts = [0]
    for zone in zones:
        try:
            info = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            continue
        today = now.astimezone(info).date()
        counts.append(sum(c.at.astimezone(info).date() == today for c in contacts))
    return max(counts)
