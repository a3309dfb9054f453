"""Planning a run: begin, stream the due customers through `decide`, keep the funnel.

Everything a planning writes is one transaction: killed in the middle, the run stays `planning`
without candidates of its own, and is taken up again (messaging.planning.interrupted).
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.database import refusals
from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.rotation import known_keys
from accounts.rules.lender_day import lender_day, start_of_day
from messaging.decisions.facts.answered import ever_answered
from messaging.decisions.facts.batch_context import Frame, read_frame
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import reminders
from messaging.models import Run, in_force, introduced
from messaging.planning import channels, due, hours, leaving_out, write
from messaging.planning.choose import Wordings, choose, staged
from messaging.planning.errors import PlanFailed
from messaging.planning.funnel import Tally
from messaging.planning.judging import Known, judge
from messaging.planning.lock import sole_planner
from messaging.planning.wordings import in_use
from messaging.policy.decide import ENGINE_VERSION
from messaging.policy.errors import PolicyError

log = logging.getLogger(__name__)

PLANNABLE = (Run.State.PLANNING, Run.State.PLANNED, Run.State.FAILED)


def plan(*, lender: Lender, day: date, by: User | None, now: datetime) -> Run:
    """Plan the lender's run of that day, in place of an earlier plan. `by` None: the schedule.

    Raises Refused (released already, being planned, a day gone by) and PlanFailed (the run
    says why). A future day is decided as of its first moment.
    """
    run = request(lender=lender, day=day, by=by, now=now)
    return carry_out(run.pk, now)


def request(*, lender: Lender, day: date, by: User | None, now: datetime) -> Run:
    """Note that the run is to be planned, which `carry_out` then does. Raises Refused."""
    run = _run(lender, day, now)
    with sole_planner(run.pk):
        _begin(run, by=by, now=now)
    return run


def carry_out(run_id: int, now: datetime) -> Run:
    """Plan a requested run. Doing it twice plans it once. Raises Refused and PlanFailed, and
    KeysMissing, which leaves it to another process."""
    known_keys.require()
    begun = _count_a_try(run_id)
    try:
        with sole_planner(run_id):
            run = Run.objects.select_related("lender").get(pk=run_id)
            if run.state == Run.State.PLANNING:
                _replace_candidates(run, now)
            return run
    except Refused:
        raise
    except (in_force.NothingInForce, PolicyError) as error:
        fail(run_id, str(error), begun=begun)
        raise PlanFailed(str(error)) from error
    except Exception as error:
        log.exception("planning run %s failed", run_id)
        why = _("An unexpected error (%(kind)s) ended the planning; nothing was changed.")
        fail(run_id, why % {"kind": type(error).__name__}, begun=begun)
        raise


def fail(run_id: int, why: str, *, begun: datetime | None) -> None:
    """Unless somebody has begun it anew since."""
    Run.objects.filter(pk=run_id, state=Run.State.PLANNING, planned_at=begun).update(
        state=Run.State.FAILED, plan_error=why
    )


def _count_a_try(run_id: int) -> datetime | None:
    """Committed before the work, so that a planner that is killed has counted."""
    Run.objects.filter(pk=run_id, state=Run.State.PLANNING).update(plan_tries=F("plan_tries") + 1)
    begun: datetime | None = Run.objects.values_list("planned_at", flat=True).get(pk=run_id)
    return begun


def _run(lender: Lender, day: date, now: datetime) -> Run:
    if day < lender_day(lender, now):
        raise Refused(_("%(day)s is over. Plan today or a later day.") % {"day": day})
    with refusals.guarded({introduced.RULE: str(in_force.NOT_INTRODUCED % {"lender": lender})}):
        run, _created = Run.objects.select_related("lender").get_or_create(lender=lender, day=day)
    return run


def _begin(run: Run, *, by: User | None, now: datetime) -> None:
    changed = Run.objects.filter(pk=run.pk, state__in=PLANNABLE).update(
        state=Run.State.PLANNING, planned_by=by, planned_at=now, plan_error="", plan_tries=0
    )
    if not changed:
        raise Refused(_("This run has been released and cannot be planned again."))
    run.refresh_from_db()


def _replace_candidates(run: Run, now: datetime) -> None:
    lender, at = run.lender, _moment_of_decision(run, now)
    version, policy = in_force.policy(lender, now)
    strategy = in_force.strategy(lender, now)
    run.policy, run.strategy, run.engine_version = version, strategy, ENGINE_VERSION
    wordings = in_use(lender, strategy, at=at, now=now)
    versions = wordings.versions.values()
    overdue = {v.pk for v in versions if v.review_due and v.review_due < run.day}
    frame = read_frame(lender=lender, policy=policy, now=at)
    drawing = hours.of(strategy, lender, policy, run.day, named=wordings.names_hours)
    write.delete_candidates(run)
    tally = Tally()
    for batch in due.batches(lender, run.day):
        planned = _planned(run, batch, frame, wordings, tally, overdue, drawing)
        write.write(run, planned, at=at)
    run.funnel = tally.funnel(lender)
    leaving_out.apply(run)
    run.asked_of = run.asked_by = run.asked_at = None  # it was asked about another plan
    run.planned_at = now
    run.state = Run.State.PLANNED
    run.save(
        update_fields=[
            *("policy", "strategy", "engine_version", "funnel", "planned_at", "state"),
            *("asked_of", "asked_by", "asked_at"),
        ]
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
    drawing: hours.Hours | None,
) -> list[write.Planned]:
    """`overdue`: the versions whose review is; `drawing`: of hours, where the strategy has it."""
    loans = {loan.id: loan for of_customer in batch for loan in of_customer}
    people = customers([of_customer[0].customer_id for of_customer in batch])
    reminded = reminders(
        [(staged(loan, run.day, frame.policy), loan.due_date) for loan in loans.values()]
    )
    answered = ever_answered(people) if wordings.ask_who_answered else ()
    choices = [
        choose(
            customer=people[of_customer[0].customer_id],
            loans=of_customer,
            day=run.day,
            policy=frame.policy,
            wordings=wordings,
            reminders=reminded,
            salt=frame.lender.code,
            answered=answered,
        )
        for of_customer in batch
    ]
    choices = channels.settle(choices, frame, wordings)
    known = Known(loans=loans, customers=people, reminders=reminded)
    return judge(run, choices, frame, known=known, tally=tally, overdue=overdue, hours=drawing)
