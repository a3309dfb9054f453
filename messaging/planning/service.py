"""Planning a run: begin, stream the due customers through `decide`, keep the funnel.

Everything a planning writes is one transaction: killed in the middle, the run stays `planning`
without candidates of its own, and can be planned again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day, start_of_day
from messaging.decisions.facts.batch_context import Frame, read_frame
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.loans import reminders
from messaging.decisions.facts.rows import Gathered, Subject
from messaging.models import Run, in_force
from messaging.planning import due, running_trials, write
from messaging.planning.choose import Choice, Wordings, choose, staged
from messaging.planning.eligibility import eligibility_of
from messaging.planning.errors import PlanFailed
from messaging.planning.funnel import Tally
from messaging.planning.lock import sole_planner
from messaging.policy.arms import CONTACT, CONTROL
from messaging.policy.decide import ENGINE_VERSION, decide
from messaging.policy.errors import PolicyError

log = logging.getLogger(__name__)

PLANNABLE = (Run.State.PLANNING, Run.State.PLANNED, Run.State.FAILED)


def plan(*, lender: Lender, day: date, by: User | None, now: datetime) -> Run:
    """Plan the lender's run of that day, in place of an earlier plan. `by` None: the schedule.

    Raises Refused (released already, being planned, a day gone by) and PlanFailed (the run
    says why). A future day is decided as of its first moment.
    """
    run = _run(lender, day, now)
    with sole_planner(run.pk):
        _begin(run, by=by, now=now)
        return _plan_or_say_why(run, now)


def request(*, lender: Lender, day: date, by: User | None, now: datetime) -> Run:
    """Note that the run is to be planned, which `carry_out` then does. Raises Refused."""
    run = _run(lender, day, now)
    with sole_planner(run.pk):
        _begin(run, by=by, now=now)
    return run


def carry_out(run_id: int, now: datetime) -> Run:
    """Plan a requested run. Doing it twice plans it once. Raises Refused and PlanFailed."""
    with sole_planner(run_id):
        run = Run.objects.select_related("lender").get(pk=run_id)
        if run.state != Run.State.PLANNING:
            return run
        return _plan_or_say_why(run, now)


def _run(lender: Lender, day: date, now: datetime) -> Run:
    if day < lender_day(lender, now):
        raise Refused(_("%(day)s is over. Plan today or a later day.") % {"day": day})
    run, _created = Run.objects.select_related("lender").get_or_create(lender=lender, day=day)
    return run


def _begin(run: Run, *, by: User | None, now: datetime) -> None:
    changed = Run.objects.filter(pk=run.pk, state__in=PLANNABLE).update(
        state=Run.State.PLANNING, planned_by=by, planned_at=now, plan_error=""
    )
    if not changed:
        raise Refused(_("This run has been released and cannot be planned again."))
    run.refresh_from_db()


def _plan_or_say_why(run: Run, now: datetime) -> Run:
    try:
        with transaction.atomic():
            _replace_candidates(run, now)
    except (in_force.NothingInForce, PolicyError) as error:
        _fail(run, str(error))
        raise PlanFailed(str(error)) from error
    except Exception as error:
        log.exception("planning run %s failed", run.pk)
        why = _("An unexpected error (%(kind)s) ended the planning; nothing was changed.")
        _fail(run, why % {"kind": type(error).__name__})
        raise
    return run


def _fail(run: Run, why: str) -> None:
    Run.objects.filter(pk=run.pk, state=Run.State.PLANNING).update(
        state=Run.State.FAILED, plan_error=why
    )
    run.refresh_from_db()


def _replace_candidates(run: Run, now: datetime) -> None:
    lender, at = run.lender, _moment_of_decision(run, now)
    version, policy = in_force.policy(lender, now)
    strategy = in_force.strategy(lender, now)
    run.policy, run.strategy, run.engine_version = version, strategy, ENGINE_VERSION
    cells = {(cell.stage, cell.tone, cell.cause): cell.template_id for cell in strategy.cells.all()}
    trials = running_trials.running(lender, at)
    texts = {*cells.values(), *running_trials.templates(trials)}
    versions = in_force.template_versions(texts, now)
    wordings = Wordings(cells, versions, trials)
    overdue = {v.pk for v in versions.values() if v.review_due and v.review_due < run.day}
    frame = read_frame(lender=lender, policy=policy, now=at)
    write.delete_candidates(run)
    tally = Tally()
    for batch in due.batches(lender, run.day):
        write.write(run, _planned(run, batch, frame, wordings, tally, overdue), at=at)
    run.funnel = tally.funnel(lender)
    run.planned_at = now
    run.state = Run.State.PLANNED
    run.save(
        update_fields=["policy", "strategy", "engine_version", "funnel", "planned_at", "state"]
    )


def _moment_of_decision(run: Run, now: datetime) -> datetime:
    return max(now, start_of_day(run.lender, run.day))


def _planned(
    run: Run,
    batch: due.Batch,
    frame: Frame,
    wordings: Wordings,
    tally: Tally,
    overdue: Collection[int],
) -> list[write.Planned]:
    """`overdue`: the versions whose review is."""
    loans = {loan.id: loan for of_customer in batch for loan in of_customer}
    people = customers([of_customer[0].customer_id for of_customer in batch])
    reminded = reminders(
        [(staged(loan, run.day, frame.policy), loan.due_date) for loan in loans.values()]
    )
    choices = [
        choose(
            customer=people[of_customer[0].customer_id],
            loans=of_customer,
            day=run.day,
            policy=frame.policy,
            wordings=wordings,
            reminders=reminded,
            salt=frame.lender.code,
        )
        for of_customer in batch
    ]
    found = gather(
        [_subject(run, choice) for choice in choices],
        frame,
        known_loans=loans,
        known_customers=people,
        known_reminders=reminded,
    )
    return [
        _decided(run, choice, one, frame, tally, overdue)
        for choice, one in zip(choices, found, strict=True)
    ]


def _subject(run: Run, choice: Choice) -> Subject:
    return Subject(
        customer_id=choice.customer.id,
        loans=choice.staged,
        template_version_id=choice.version.pk if choice.version else None,
        language=choice.language,
        cause=choice.lead.cause,
        arm=choice.arm,
        run_id=run.pk,
        waiting=choice.waiting,
        untold=choice.untold,
    )


def _decided(
    run: Run,
    choice: Choice,
    found: Gathered,
    frame: Frame,
    tally: Tally,
    overdue: Collection[int],
) -> write.Planned:
    verdict = decide(found.facts, frame.policy, frame.now)
    eligibility = eligibility_of(
        verdict, facts=found.facts, policy=frame.policy, day=run.day, now=frame.now
    )
    tally.add(
        loans=len(choice.loans),
        to_send=eligibility.to_send,
        reason=eligibility.reason,
        segments=found.text.segments if found.text else None,
        waits=eligibility.until is not None,
        not_today=(
            eligibility.until is not None and lender_day(run.lender, eligibility.until) > run.day
        ),
        review_overdue=choice.version is not None and choice.version.pk in overdue,
    )
    eligible = eligibility.to_send or _withheld_only(choice, found, frame, run.day)
    return write.Planned(choice, found, verdict, eligibility, eligible)


def _withheld_only(choice: Choice, found: Gathered, frame: Frame, day: date) -> bool:
    """Whether its arm alone keeps the text back. The arm's reason hides holds and waits, which
    would keep it back as well: so it is decided again as if it were to be contacted."""
    if choice.arm != CONTROL:
        return False
    facts = replace(found.facts, arm=CONTACT)
    verdict = decide(facts, frame.policy, frame.now)
    eligibility = eligibility_of(verdict, facts=facts, policy=frame.policy, day=day, now=frame.now)
    return eligibility.to_send
