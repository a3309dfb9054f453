"""From when a customer may be reminded again, for when the strategy has the next reminder, and what
is left of the week's budget.

The first comes from the engine that decides about every message, as its verdict; the last counts
the very contacts it counts. Every page that names a next day asks here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import Customer, Lender
from accounts.rules.lender_day import lender_day
from messaging import labels
from messaging.decisions.facts.answering import loans_to_name
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import Subject
from messaging.explaining.next_planned import NOTHING_PLANNED, Planned, next_planned
from messaging.models import in_force
from messaging.policy.decide import BLOCK, SEND, Verdict, decide
from messaging.policy.errors import UnknownZone
from messaging.policy.facts import PROSPECT, ContactFacts
from messaging.policy.model import Policy
from messaging.policy.parts import Cap
from messaging.policy.reasons import WISHED_CHANNEL
from messaging.policy.rules.frequency import used

MOST_LENDERS = 3
CHANNELS = ("sms", "phone")


@dataclass(frozen=True, slots=True)
class Budget:
    """One cap of the policy and how much of it is used. `hours` None: the recipient's day."""

    channel: str
    limit: int
    hours: int | None
    used: int
    source: str

    @property
    def left(self) -> int:
        return max(self.limit - self.used, 0)

    @property
    def days(self) -> int:
        return (self.hours or 24) // 24


@dataclass(frozen=True, slots=True)
class NextContact:
    """How things stand with one lender. `at` is the next moment a reminder may go; None: `why`
    names what has to end first, or that there is no such moment. `planned`: the day for which the
    strategy has one, from that moment on."""

    lender: Lender
    verdict: Verdict
    at: datetime | None
    why: str
    budgets: tuple[Budget, ...]
    planned: Planned = NOTHING_PLANNED

    @property
    def never(self) -> bool:
        return self.verdict.outcome == BLOCK

    @property
    def by_phone(self) -> bool:
        """No text, but a call in its place: nothing else is against contact."""
        return self.verdict.reason == WISHED_CHANNEL


def next_contacts(customer: Customer, now: datetime) -> list[NextContact]:
    """With each lender (three at most) to whom something is due, or any if nothing is."""
    lenders = Lender.objects.filter(loans__customer=customer).distinct().order_by("pk")
    loans = loans_to_name([customer.pk])
    owed = [lender for lender in lenders if (customer.pk, lender.pk) in loans]
    found = []
    for lender in (owed or list(lenders))[:MOST_LENDERS]:
        try:
            _version, policy = in_force.policy(lender, now)
        except in_force.NothingInForce:
            continue
        subject = Subject(
            customer_id=customer.pk,
            loans=loans.get((customer.pk, lender.pk), ()),
            template_version_id=None,
            language=customer.language_to_use,
            purpose=PROSPECT,
        )
        frame = read_frame(lender=lender, policy=policy, now=now)
        facts = gather([subject], frame)[0].facts
        coming = _next_contact(lender, facts, policy, now)
        if coming.at is not None:
            day = lender_day(lender, coming.at)
            planned = next_planned(customer, lender, policy, not_before=day)
            coming = replace(coming, planned=planned)
        found.append(coming)
    return found


def _next_contact(
    lender: Lender, facts: ContactFacts, policy: Policy, now: datetime
) -> NextContact:
    verdict = decide(facts, policy, now)
    sendable = verdict.outcome == SEND
    return NextContact(
        lender=lender,
        verdict=verdict,
        at=now if sendable else verdict.until,
        why="" if sendable else labels.reason(verdict.reason),
        budgets=tuple(
            _budget(channel, cap, facts, policy, now)
            for channel in CHANNELS
            for scope in ("customer", "account")
            for cap in policy.cap_table.get((channel, scope), ())
        ),
    )


def _budget(channel: str, cap: Cap, facts: ContactFacts, policy: Policy, now: datetime) -> Budget:
    try:
        taken = used(cap, facts, policy, now)
    except UnknownZone:
        taken = used(cap, replace(facts, zones=()), policy, now)
    return Budget(channel, cap.limit, cap.hours, taken, cap.origin.source)
