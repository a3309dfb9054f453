"""Rules about how often: caps per customer, account and address, and the gap between texts."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from .. import reasons
from ..errors import UnknownZone
from ..facts import ANSWER, BOTH, ContactFacts, PastContact
from ..model import Policy
from ..parts import WRITTEN, Cap
from ..zones import zone_info, zone_tuple
from .finding import PASS, Finding, holds, passes
from .loans import unsettled

LONGEST_DAY = timedelta(hours=26)
"""A contact longer ago than this was not today in any zone, even when clocks go back."""

ANSWERS_PER_REPLY = 3
"""Texts that may follow one message of the customer; then it is their turn. Our own proposal."""

CUSTOMER, ACCOUNT = "customer", "account"

GAP_COUNTS = ("message", "call")
"""An unanswered dial troubles nobody enough to postpone a text."""


def cap_customer(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """All contacts with this customer, over loans and addresses; and where a cap is about one
    account, all contacts about it, of each account in question."""
    whole = _within_caps(facts, policy, now, CUSTOMER, "cap_customer", reasons.CAP_CUSTOMER)
    account = _within_caps(facts, policy, now, ACCOUNT, "cap_customer", reasons.CAP_ACCOUNT)
    return _later(whole, account)


def cap_address(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """All contacts at this address, over every customer who gave it."""
    return _within_caps(facts, policy, now, "address", "cap_address", reasons.CAP_ADDRESS)


def minimum_gap(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Hours between two contacts with the same customer or at the same address.

    An answer need not wait, but three texts after what the customer wrote are enough.
    """
    if facts.purpose == ANSWER:
        return _answers_in_turn(facts)
    if facts.channel not in WRITTEN or not facts.contacts:
        return passes("minimum_gap")
    times = [past.at.astimezone(UTC) for past in facts.contacts if past.kind in GAP_COUNTS]
    if not times:
        return passes("minimum_gap")
    last = max(times)
    free = last + timedelta(hours=policy.minimum_gap_hours)
    saw = {"last": last.isoformat(), "gap_hours": policy.minimum_gap_hours}
    if now < free:
        return holds("minimum_gap", reasons.MINIMUM_GAP, free, saw)
    return passes("minimum_gap", saw)


def _answers_in_turn(facts: ContactFacts) -> Finding:
    since = facts.replying_to
    sent = [
        past
        for past in facts.contacts
        if past.kind == "message" and since is not None and past.at >= since
    ]
    saw = {"contacts": len(sent), "limit": ANSWERS_PER_REPLY}
    if len(sent) >= ANSWERS_PER_REPLY:
        return holds("minimum_gap", reasons.ANSWERED_ENOUGH, None, saw)
    return passes("minimum_gap", saw)


def _within_caps(
    facts: ContactFacts, policy: Policy, now: datetime, scope: str, rule: str, reason: str
) -> Finding:
    caps = policy.cap_table.get((facts.channel, scope), ())
    if not facts.contacts or not caps:
        return passes(rule, {"contacts": 0})
    zones = zone_tuple(facts.zones, policy.default_zone)
    groups = counted_together(facts, scope)
    saw: dict[str, object] = {"contacts": max(map(len, groups))}
    free = now
    for cap in caps:
        for mine in groups:
            times = [past.at.astimezone(UTC) for past in mine if past.kind in cap.counts]
            try:
                cap_free = _free_from(cap, times, zones, now)
            except UnknownZone as error:
                return holds(rule, reasons.UNKNOWN_ZONE, None, {**saw, "zone": error.zone})
            if cap_free > free:
                free = cap_free
                saw["limit"], saw["hours"] = cap.limit, cap.hours
    return holds(rule, reason, free, saw) if free > now else passes(rule, saw)


def _later(whole: Finding, account: Finding) -> Finding:
    """The one that holds longer; the first of equals."""
    if account.outcome == PASS:
        return whole
    if whole.outcome == PASS:
        return account
    if whole.until is None or account.until is None:
        return whole if whole.until is None else account
    return account if account.until > whole.until else whole


def counted_together(facts: ContactFacts, scope: str) -> list[list[PastContact]]:
    """The earlier contacts that a cap of this scope counts, once for each account it is about.

    Without a loan in question every contact with the customer counts: nobody knows which not.
    """
    if scope != ACCOUNT:
        return [[past for past in facts.contacts if past.scope in (scope, BOTH)]]
    own = [past for past in facts.contacts if past.scope in (CUSTOMER, BOTH)]
    accounts = [loan.loan_id for loan in unsettled(facts.loans)]
    if not accounts:
        return [own]
    return [
        [past for past in own if not past.loan_ids or account in past.loan_ids]
        for account in accounts
    ]


def used(cap: Cap, facts: ContactFacts, policy: Policy, now: datetime) -> int:
    """How much of a cap is used now, of the account with the most; in the zone with the most.

    Raises UnknownZone.
    """
    zones = zone_tuple(facts.zones, policy.default_zone)
    return max(
        _used([past.at for past in mine if past.kind in cap.counts], cap, zones, now)
        for mine in counted_together(facts, cap.scope)
    )


def _used(times: list[datetime], cap: Cap, zones: tuple[str, ...], now: datetime) -> int:
    if cap.hours is not None:
        since = now - timedelta(hours=cap.hours)
        return sum(at > since for at in times)
    local = [zone_info(zone) for zone in zones]
    return max(
        sum(at.astimezone(info).date() == now.astimezone(info).date() for at in times)
        for info in local
    )


def _free_from(cap: Cap, times: list[datetime], zones: tuple[str, ...], now: datetime) -> datetime:
    """When one more contact fits under the cap; `now` or earlier when it already does."""
    if len(times) < cap.limit:
        return now
    # Counting back from the latest: once this one has left the period, one more fits.
    deciding = sorted(times, reverse=True)[cap.limit - 1]
    if cap.hours is not None:
        return deciding + timedelta(hours=cap.hours)
    if now - deciding > LONGEST_DAY:
        return now
    return max(_next_midnight(deciding, zone) for zone in zones)


def _next_midnight(moment: datetime, zone: str) -> datetime:
    info = zone_info(zone)
    tomorrow = moment.astimezone(info).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(0), info)
    return midnight.astimezone(UTC)
