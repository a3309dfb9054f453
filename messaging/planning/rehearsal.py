"""A run as it would be today if everything that waits for approval were approved.

Policy, strategy and texts that were submitted are taken together as if they were in force, and
today's portfolio is planned with the planner's own pieces. Nothing is written: the transaction only
reads, and the database refuses what would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.database.one_snapshot import read_at_one_moment
from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.decisions.facts.answered import ever_answered
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import reminders
from messaging.models import PolicyVersion, Run, Strategy, TemplateVersion, in_force
from messaging.models.approvable import Approvable, ApprovalState
from messaging.models.in_force import policy_of
from messaging.planning import by_segment, due, running_trials
from messaging.planning.choose import Wordings, choose, staged
from messaging.planning.funnel import Tally
from messaging.planning.judging import Known, judge


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for approval and concerns this lender; None and empty: nothing of the kind."""

    policy: PolicyVersion | None
    strategy: Strategy | None
    texts: tuple[TemplateVersion, ...]

    @property
    def versions(self) -> list[Approvable]:
        return [*filter(None, (self.policy, self.strategy)), *self.texts]


def pending(lender: Lender) -> Pending:
    """Three queries."""
    waits = {"state": ApprovalState.SUBMITTED}
    of_lender = {"lender": lender, **waits}
    texts = TemplateVersion.objects.filter(**waits).select_related("template")
    return Pending(
        PolicyVersion.objects.filter(**of_lender).order_by("-number").first(),
        Strategy.objects.filter(**of_lender).order_by("-number").first(),
        tuple(texts.order_by("template_id", "language", "number")),
    )


def rehearse(
    lender: Lender, now: datetime, seen: Callable[[int], None] | None = None
) -> dict[str, Any]:
    """The funnel of the run it would be. `seen` hears how many customers are behind it. Raises
    NothingInForce while the lender has no policy or strategy, pending ones included."""
    with transaction.atomic():
        read_at_one_moment()
        return _planned(lender, pending(lender), now, seen)


def _planned(
    lender: Lender, waiting: Pending, now: datetime, seen: Callable[[int], None] | None
) -> dict[str, Any]:
    policy = policy_of(waiting.policy) if waiting.policy else in_force.policy(lender, now)[1]
    strategy = waiting.strategy or in_force.strategy(lender, now)
    wordings = _wordings(lender, strategy, waiting, now)
    frame = read_frame(lender=lender, policy=policy, now=now)
    run, tally = Run(lender=lender, day=lender_day(lender, now)), Tally()
    approved = {version.pk for version in waiting.texts}
    for batch in due.batches(lender, run.day):
        loans = {loan.id: loan for of_customer in batch for loan in of_customer}
        people = customers([of_customer[0].customer_id for of_customer in batch])
        reminded = reminders([(staged(x, run.day, policy), x.due_date) for x in loans.values()])
        answered = ever_answered(people) if wordings.ask_who_answered else ()
        choices = [
            choose(
                customer=people[of_customer[0].customer_id],
                loans=of_customer,
                day=run.day,
                policy=policy,
                wordings=wordings,
                reminders=reminded,
                salt=lender.code,
                answered=answered,
            )
            for of_customer in batch
        ]
        known = Known(loans=loans, customers=people, reminders=reminded)
        judge(run, choices, frame, known=known, tally=tally, overdue=(), approved=approved)
        if seen is not None:
            seen(tally.due)
    return tally.funnel(lender)


def _wordings(lender: Lender, strategy: Strategy, waiting: Pending, now: datetime) -> Wordings:
    cells = {(cell.stage, cell.tone, cell.cause): cell.template_id for cell in strategy.cells.all()}
    trials = running_trials.running(lender, now)
    segments = by_segment.by_segment(strategy)
    texts = {
        *cells.values(),
        *running_trials.templates(trials),
        *by_segment.templates(segments),
    }
    versions = in_force.template_versions(texts, now)
    versions |= {
        (version.template_id, version.language): version
        for version in waiting.texts
        if version.template_id in texts
    }
    return Wordings(cells, versions, trials, segments)
