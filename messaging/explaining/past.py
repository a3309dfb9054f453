"""What was decided before, and what was known then: from what was kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Customer
from messaging.models import Candidate, Decision, HourDraw, Message, PolicyVersion
from messaging.models.in_force import policy_of
from messaging.policy.decide import TraceEntry
from messaging.policy.facts import ContactFacts
from messaging.policy.facts_json import read_facts
from messaging.policy.model import Policy

MOST = 30


@dataclass(frozen=True, slots=True)
class About:
    """Whose decisions: all of the customer's, or those about one thing."""

    candidate_id: int | None = None
    message_id: int | None = None
    loan_id: int | None = None

    @property
    def is_narrow(self) -> bool:
        return any((self.candidate_id, self.message_id, self.loan_id))


@dataclass(frozen=True, slots=True)
class Kept:
    """One decision as it was made. `drawn`: the hour of the text it planned."""

    row: Decision
    facts: ContactFacts
    trace: tuple[TraceEntry, ...]
    policy: Policy
    drawn: HourDraw | None = None


def decisions(customer: Customer, about: About) -> list[Kept]:
    """Newest first, the newest MOST. Five queries."""
    candidates = Candidate.objects.filter(customer=customer)
    messages = Message.objects.filter(customer=customer)
    if about.loan_id:
        candidates = candidates.filter(loans__loan=about.loan_id)
        messages = messages.filter(candidate__loans__loan=about.loan_id)
    if about.candidate_id:
        candidates = candidates.filter(pk=about.candidate_id)
        messages = messages.filter(candidate=about.candidate_id)
    if about.message_id:
        candidates = candidates.filter(messages=about.message_id)
        messages = messages.filter(pk=about.message_id)
    found = Decision.objects.filter(
        Q(candidate__in=_newest(candidates)) | Q(message__in=_newest(messages))
    )
    rows = list(found.order_by("-at", "-pk")[:MOST])
    versions = PolicyVersion.objects.select_related("lender").in_bulk(
        {row.policy_id for row in rows}
    )
    policies = {pk: policy_of(version) for pk, version in versions.items()}
    for row in rows:
        row.policy = versions[row.policy_id]
    drawn = HourDraw.objects.in_bulk(
        {row.candidate_id for row in rows if row.candidate_id and row.phase == Decision.Phase.PLAN}
    )
    return [
        Kept(
            row,
            read_facts(row.facts),
            _trace(row),
            policies[row.policy_id],
            drawn.get(row.candidate_id or 0),
        )
        for row in rows
    ]


def _newest(rows: QuerySet[Any]) -> list[int]:
    """Ids: a customer of many years has more than a page shows."""
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST])


def _trace(row: Decision) -> tuple[TraceEntry, ...]:
    return tuple(
        TraceEntry(rule, outcome, reason, datetime.fromisoformat(until) if until else None, saw)
        for rule, outcome, reason, until, saw in row.trace
    )
