"""Rules about whom the message would reach, and about reasons not to contact them."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.hold_terms import DEATH, GRAVE

from .. import reasons
from ..facts import (
    ANSWER,
    EDUCATION,
    NOTICE,
    OPT_OUT_CONFIRMATION,
    PROSPECT,
    REMINDER,
    ContactFacts,
    ContactPointFacts,
    HoldFacts,
)
from ..fields import REQUIRED
from ..model import Policy
from ..parts import WRITTEN
from .finding import Finding, blocks, holds, passes
from .loans import ledger_day, unsettled

TEXT_CHANNEL = "sms"
UNREAD_REPLY = "unread_reply"

_BY_STATE = {
    "wrong_party": reasons.WRONG_PARTY,
    "unreachable": reasons.UNREACHABLE,
}


def emergency_stop(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Someone stopped sending; what waits goes on when the stop is lifted."""
    if facts.stops:
        saw = {"stops": list(facts.stops)}
        return holds("emergency_stop", reasons.EMERGENCY_STOP, None, saw)
    return passes("emergency_stop")


def contact_point(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """There is a usable address, of a party to every loan named, known recently enough; and where
    the law asks for it, its owner agreed to be written to."""
    point = facts.contact_point
    if point is None:
        return blocks("contact_point", reasons.NO_CONTACT_POINT, {})
    saw: dict[str, object] = {
        "contact_point": point.id,
        "role": point.role,
        "state": point.state,
    }
    if facts.passed_over:
        saw["passed_over"] = [list(each) for each in facts.passed_over]
    if point.state != "active":
        reason = _BY_STATE.get(point.state, reasons.NO_CONTACT_POINT)
        return blocks("contact_point", reason, saw)
    if not point.valid:
        return blocks("contact_point", reasons.INVALID_ADDRESS, saw)
    roles = {point.role, *[loan.role for loan in unsettled(facts.loans)]}
    if not roles.issubset(policy.roles):
        return blocks("contact_point", reasons.ROLE_NOT_ALLOWED, saw)
    if not _has_consented(facts, policy):
        return holds("contact_point", reasons.NO_CONSENT, None, {**saw, "channel": facts.channel})
    if not _is_fresh(point, facts, policy, now):
        saw["limit_days"] = str(policy.number_fresh_days)
        return holds("contact_point", reasons.NUMBER_NOT_FRESH, None, saw)
    return passes("contact_point", saw)


def suppressed(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """The address must not be written to, whoever's file it stands in; nor does the next channel
    take the place of one on which the customer opted out."""
    if facts.suppression is not None:
        return blocks("suppressed", reasons.SUPPRESSED, {"kind": facts.suppression})
    if facts.refused_on:
        saw = {"kind": "opt_out", "channel": facts.refused_on}
        return blocks("suppressed", reasons.SUPPRESSED, saw)
    return passes("suppressed")


def on_hold(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Any hold in force on the customer, or on any unsettled loan of the message, holds all of it.

    Sending a shorter text about the other loans while one is disputed or complained of would be
    lawful in places, but it is what people complain about. What answers the customer is not held,
    but for two things: nothing the machine says follows a death, and no answer speaks of a debt to
    whoever no longer answers for it (accounts.rules.hold_terms).
    """
    if not facts.holds:
        return passes("holds")
    loan_ids = {loan.loan_id for loan in unsettled(facts.loans)}
    any_loan = facts.purpose == EDUCATION  # whoever has trouble with one loan is left in peace
    active = [
        hold
        for hold in facts.holds
        if hold.starts_at <= now
        and (hold.until is None or now < hold.until)
        and (any_loan or hold.loan_id is None or hold.loan_id in loan_ids)
        and _is_meant(hold, facts)
    ]
    saw = {"holds": [hold.id for hold in active]}
    if not active:
        return passes("holds", saw)
    longest = _longest(active)
    if facts.purpose == OPT_OUT_CONFIRMATION:  # it could only be late
        return blocks("holds", reasons.HOLD_DEATH, {**saw, "kind": longest.kind})
    reason = reasons.BY_HOLD_KIND.get(longest.kind, reasons.HOLD)
    return holds("holds", reason, longest.until, {**saw, "kind": longest.kind})


def control_arm(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """The control group gets no text, so that the effect of texts can be known."""
    if facts.arm == "control":
        return blocks("control_arm", reasons.CONTROL_ARM, {"arm": facts.arm})
    return passes("control_arm")


def _has_consented(facts: ContactFacts, policy: Policy) -> bool:
    """Asked of what we begin: whoever writes to us on a channel is answered on it."""
    begins = facts.purpose in (REMINDER, PROSPECT, NOTICE, EDUCATION) and facts.channel in WRITTEN
    return not begins or policy.electronic_consent != REQUIRED or facts.electronic_consent


def _is_fresh(point: ContactPointFacts, facts: ContactFacts, policy: Policy, now: datetime) -> bool:
    limit = policy.number_fresh_days
    # An answer goes to a number that has just written itself.
    reminds = facts.purpose in (REMINDER, PROSPECT)
    if limit is None or facts.channel != TEXT_CHANNEL or not reminds:
        return True
    if point.confirmed_on is None:
        return False
    return (ledger_day(facts, policy, now) - point.confirmed_on).days <= limit


def _is_meant(hold: HoldFacts, facts: ContactFacts) -> bool:
    if facts.purpose == OPT_OUT_CONFIRMATION:
        return hold.kind == DEATH
    return facts.purpose != ANSWER or (hold.kind in GRAVE and bool(facts.loans))


def _longest(active: list[HoldFacts]) -> HoldFacts:
    """Of those without an end a death, then the first; that nobody has read a reply comes last."""
    endless = [hold for hold in active if hold.until is None]
    if endless:
        return min(
            endless, key=lambda hold: (hold.kind == UNREAD_REPLY, hold.kind != DEATH, hold.id)
        )
    return max(active, key=lambda hold: (hold.until, -hold.id))


def _weight(hold: HoldFacts) -> tuple[bool, bool, int]:
    return hold.kind == UNREAD_REPLY, hold.kind != DEATH, hold.id
