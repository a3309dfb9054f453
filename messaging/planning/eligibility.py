"""Whether a verdict leaves a candidate among those to send, and the reason the funnel names."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from messaging.policy import reasons
from messaging.policy.decide import HOLD, SEND, Verdict
from messaging.policy.errors import NeverAllowed, UnknownZone
from messaging.policy.facts import ContactFacts
from messaging.policy.model import Policy
from messaging.policy.rules.loans import ledger_day, stage_passed
from messaging.policy.windows import next_allowed

FREQUENCY_REASONS = frozenset(
    {reasons.CAP_CUSTOMER, reasons.CAP_ACCOUNT, reasons.CAP_ADDRESS, reasons.MINIMUM_GAP}
)
"""Waits for the clock too, but only when the wait ends within the run's day: a text the day after
the last one is planned in the morning and leaves in the evening."""


class Eligibility(NamedTuple):
    """`reason` is `ok` or what it waits for when to be sent, else why not."""

    to_send: bool
    reason: str
    until: datetime | None


def eligibility_of(
    verdict: Verdict, *, facts: ContactFacts, policy: Policy, day: date, now: datetime
) -> Eligibility:
    """To send: what may go now, or waits only for an hour at which its stage still fits."""
    if verdict.outcome == SEND:
        return Eligibility(True, reasons.OK, None)
    if verdict.outcome != HOLD:
        return Eligibility(False, verdict.reason, None)
    holding = [entry.reason for entry in verdict.trace if entry.outcome == HOLD]
    lasting = [reason for reason in holding if reason not in reasons.TIMING_REASONS]
    if verdict.until is None or any(reason not in FREQUENCY_REASONS for reason in lasting):
        return Eligibility(False, _first_lasting(lasting, verdict.reason), verdict.until)
    if lasting:
        today = ledger_day(facts, policy, verdict.until) <= day
        return Eligibility(today, lasting[0], verdict.until)
    if not _stage_fits_when_allowed(facts, policy, now):
        return Eligibility(False, reasons.STAGE_PASSED, verdict.until)
    return Eligibility(True, verdict.reason, verdict.until)


def _first_lasting(lasting: list[str], otherwise: str) -> str:
    beyond_the_clock = [reason for reason in lasting if reason not in FREQUENCY_REASONS]
    return (beyond_the_clock or lasting or [otherwise])[0]


def _stage_fits_when_allowed(facts: ContactFacts, policy: Policy, now: datetime) -> bool:
    """At the first moment of the hard windows: the soft ones are overridden by "send at once"."""
    try:
        moment = next_allowed(
            policy,
            facts.zones,
            now,
            facts.channel,
            facts.calendar,
            night_consent=facts.night_consent,
        )
    except (NeverAllowed, UnknownZone):
        return False
    return stage_passed(facts, policy, moment).outcome == "pass"
