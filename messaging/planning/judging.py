"""Judging a batch of choices: the facts of each, what `decide` says, the count of the funnel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from accounts.rules.lender_day import lender_day
from messaging.decisions.facts.batch_context import Frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.loans import Reminders
from messaging.decisions.facts.rows import CustomerRow, Gathered, LoanRow, Subject
from messaging.models import Run
from messaging.models.approvable import ApprovalState
from messaging.planning import write
from messaging.planning.choose import Choice
from messaging.planning.eligibility import Eligibility, eligibility_of
from messaging.planning.funnel import Tally
from messaging.planning.hours import Drawn, Hours
from messaging.policy.arms import CONTACT, CONTROL
from messaging.policy.decide import decide


@dataclass(frozen=True, slots=True)
class Known:
    """What the choices were made from: the batch's loans and customers by id, and its reminders."""

    loans: Mapping[int, LoanRow]
    customers: Mapping[int, CustomerRow]
    reminders: Reminders


def judge(
    run: Run,
    choices: Sequence[Choice],
    frame: Frame,
    *,
    known: Known,
    tally: Tally,
    overdue: Collection[int],
    approved: Collection[int] = (),
    hours: Hours | None = None,
) -> list[write.Planned]:
    """Every choice with its verdict, in the same order, counted in `tally`. `overdue`: the versions
    whose review is; `approved`: those taken as approved that wait to be; `hours`: where an hour is
    drawn for each text. A fixed number of queries.
    """
    found = gather(
        [_subject(run, choice) for choice in choices],
        frame,
        known_loans=known.loans,
        known_customers=known.customers,
        known_reminders=known.reminders,
    )
    if approved:
        found = [_as_approved(one, approved, frame.now) for one in found]
    verdicts = [decide(one.facts, frame.policy, frame.now) for one in found]
    eligible = [
        eligibility_of(verdict, facts=one.facts, policy=frame.policy, day=run.day, now=frame.now)
        for verdict, one in zip(verdicts, found, strict=True)
    ]
    # But for the arm: the same for who is written to.
    otherwise = [
        _but_for_its_arm(one, frame, run.day) if choice.arm == CONTROL else eligibility
        for choice, one, eligibility in zip(choices, found, eligible, strict=True)
    ]
    drawn: Sequence[Drawn | None] = [None] * len(choices)
    if hours is not None:
        drawn = hours.draw(choices, [one.facts for one in found], otherwise, frame.now)
    planned = [
        write.Planned(choice, one, verdict, eligibility, but_for_arm, hour)
        for choice, one, verdict, eligibility, but_for_arm, hour in zip(
            choices, found, verdicts, eligible, otherwise, drawn, strict=True
        )
    ]
    for each in planned:
        _count(run, each, tally, overdue)
    return planned


def _as_approved(one: Gathered, approved: Collection[int], now: datetime) -> Gathered:
    template = one.facts.template
    if template is None or template.version_id not in approved:
        return one
    template = replace(template, state=ApprovalState.APPROVED.value, effective_from=now)
    return replace(one, facts=replace(one.facts, template=template))


def _subject(run: Run, choice: Choice) -> Subject:
    return Subject(
        customer_id=choice.customer.id,
        loans=choice.staged,
        template_version_id=choice.version.pk if choice.version else None,
        language=choice.language,
        cause=choice.lead.cause,
        arm=choice.arm,
        channel=choice.channel,
        passed_over=choice.passed_over,
        run_id=run.pk,
        waiting=choice.waiting,
        untold=choice.untold,
        segment_without_text=choice.segment_without_text,
    )


def _count(run: Run, planned: write.Planned, tally: Tally, overdue: Collection[int]) -> None:
    choice, eligibility, until = planned.choice, planned.eligibility, planned.until
    tally.add(
        loans=len(choice.loans),
        to_send=eligibility.to_send,
        reason=eligibility.reason,
        segments=planned.found.text.segments if planned.found.text else None,
        waits=until is not None,
        not_today=until is not None and lender_day(run.lender, until) > run.day,
        channel=choice.channel,
        review_overdue=choice.version is not None and choice.version.pk in overdue,
    )


def _but_for_its_arm(found: Gathered, frame: Frame, day: date) -> Eligibility:
    """Whether its arm alone keeps the text back. The arm's reason hides holds and waits, which
    would keep it back as well: so it is decided again as if it were to be contacted."""
    facts = replace(found.facts, arm=CONTACT)
    verdict = decide(facts, frame.policy, frame.now)
    return eligibility_of(verdict, facts=facts, policy=frame.policy, day=day, now=frame.now)
