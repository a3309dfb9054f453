"""Proposing relief, and the second person's word on it (four eyes: DESIGN 4.6)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.input.reasons import given
from accounts.models import Hold, Loan, User
from accounts.models.choices import Cause
from accounts.rules.lender_day import end_of_day, lender_day
from feedback.hardship import ending
from feedback.hardship.cases import locked, place_hold
from feedback.hardship.ending import clock_of, release_holds
from feedback.hardship.limits import obstacle
from feedback.hardship.permissions import obstacle_to_approving, obstacle_to_rejecting
from feedback.hardship.plan import Row, total
from feedback.hardship.timeline import LONGEST_TEXT, note
from feedback.models import HardshipCase, HardshipDecision, HardshipHold, Instalment

Outcome = HardshipDecision.Outcome
State = HardshipDecision.State


@transaction.atomic
def propose(
    case: HardshipCase,
    *,
    outcome: str,
    why: str,
    by: User,
    now: datetime,
    until: date | None = None,
    loan: Loan | None = None,
    plan: Sequence[Row] = (),
) -> HardshipDecision:
    """Propose a deferral `until` a day, instalments for a loan (`plan`), nothing, or the end of
    the case before its day.

    Silence lasts to the end of `until`, or of the day of the last instalment, and while the
    proposal waits. Raises Refused; one proposal of a case waits at a time.
    """
    fresh = locked(case)
    why = given(why, most=LONGEST_TEXT)
    if fresh.decisions.filter(state=State.PROPOSED).exists():
        raise Refused(_("A proposal is waiting already; withdraw that first."))
    if loan is not None and loan.customer_id != fresh.customer_id:
        raise Refused(_("This loan is another customer's."))
    today = lender_day(clock_of(fresh.customer_id, loan if plan else None), now)
    owed = loan.outstanding if loan is not None else None
    _refuse(obstacle(outcome=outcome, until=until, plan=plan, owed=owed, today=today))
    decision = HardshipDecision.objects.create(
        case=fresh,
        outcome=outcome,
        until=plan[-1].due_on if plan else until,
        loan=loan if plan else None,
        plan_count=len(plan),
        plan_total=total(plan),
        why=why,
        proposed_by=by,
        proposed_at=now,
    )
    Instalment.objects.bulk_create(
        Instalment(decision=decision, due_on=row.due_on, amount=row.amount) for row in plan
    )
    place_hold(fresh, by=by, now=now)
    note(fresh, "proposed", by=by, now=now)
    return decision


@transaction.atomic
def approve(decision: HardshipDecision, *, by: User, now: datetime) -> HardshipCase:
    """Put what was proposed into force: the hold until its day, or the end of the case."""
    case = locked(decision.case)
    waiting = _waiting(decision)
    _refuse(obstacle_to_approving(waiting, by=by, now=now))
    today = lender_day(clock_of(case.customer_id, waiting.loan), now)
    if waiting.until is not None and waiting.until < today:
        raise Refused(_("Its date has passed. Withdraw it and propose another."))
    _decide(waiting, State.APPROVED, by=by, now=now)
    if waiting.outcome == Outcome.END:
        return ending.end(case, by=by, now=now)
    if waiting.outcome == Outcome.NONE:
        _decline(case, by=by, now=now)
    else:
        _grant(case, waiting, by=by, now=now)
    note(case, "approved", by=by, now=now)
    return case


@transaction.atomic
def reject(decision: HardshipDecision, *, by: User, reason: str, now: datetime) -> None:
    """Send a proposal back with a reason its author can act on; the case stays as it is."""
    if not reason.strip():
        raise Refused(_("Rejecting needs a reason."))
    case = locked(decision.case)
    waiting = _waiting(decision)
    _refuse(obstacle_to_rejecting(waiting, by=by))
    _decide(waiting, State.REJECTED, by=by, now=now)
    _stop_waiting(case, by=by, now=now)
    note(case, "rejected", by=by, now=now, text=reason.strip())


@transaction.atomic
def withdraw(decision: HardshipDecision, *, by: User, now: datetime) -> None:
    """Take one's own proposal back."""
    case = locked(decision.case)
    waiting = _waiting(decision)
    if waiting.proposed_by_id != by.pk:
        raise Refused(_("Only the person who proposed it can withdraw it."))
    _decide(waiting, State.WITHDRAWN, by=by, now=now)
    _stop_waiting(case, by=by, now=now)
    note(case, "withdrawn", by=by, now=now)


def _waiting(decision: HardshipDecision) -> HardshipDecision:
    fresh = HardshipDecision.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=decision.pk
    )
    if fresh.state != State.PROPOSED:
        raise Refused(
            _("It is “%(state)s” by now; look at it again.") % {"state": fresh.get_state_display()}
        )
    return fresh


def _decide(decision: HardshipDecision, state: State, *, by: User, now: datetime) -> None:
    decision.state, decision.decided_by, decision.decided_at = state, by, now
    decision.save(update_fields=["state", "decided_by", "decided_at"])


def _stop_waiting(case: HardshipCase, *, by: User, now: datetime) -> None:
    """Of a granted case only what was granted holds on; an open one still waits for a decision."""
    if case.state == HardshipCase.State.GRANTED:
        reason = _("What was granted stays as it is.")
        release_holds(case, by=by, reason=reason, now=now, endless_only=True)


def _grant(case: HardshipCase, decision: HardshipDecision, *, by: User, now: datetime) -> None:
    """The new hold is placed before the old ones end: no message slips in between."""
    assert decision.until is not None  # noqa: S101  (the database says so too)
    _speak_gently(case)
    hold = holds.place(
        customer=case.customer,
        kind=Hold.Kind.HARDSHIP,
        reason=_("%(outcome)s until %(day)s")
        % {"outcome": decision.get_outcome_display(), "day": f"{decision.until:%Y-%m-%d}"},
        source=f"hardship:{case.pk}",
        now=now,
        until=end_of_day(clock_of(case.customer_id, decision.loan), decision.until),
        placed_by=by,
    )
    HardshipHold.objects.create(case=case, hold=hold)
    release_holds(case, by=by, reason=_("Replaced by what was granted."), now=now, but=hold)
    case.state, case.ends_on = HardshipCase.State.GRANTED, decision.until
    case.reviewed_at = case.reviewed_by = None
    case.save(update_fields=["state", "ends_on", "reviewed_at", "reviewed_by"])


def _speak_gently(case: HardshipCase) -> None:
    """Later texts know the cause. A loan an import is changing is left: it waits for nobody."""
    loans = Loan.objects.filter(customer=case.customer_id).exclude(cause=Cause.HARDSHIP)
    free = loans.select_for_update(no_key=True, skip_locked=True).order_by("pk")
    Loan.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(cause=Cause.HARDSHIP)


def _decline(case: HardshipCase, *, by: User, now: datetime) -> None:
    if case.state != HardshipCase.State.OPEN:
        raise Refused(_("Something is granted; propose to end the case instead."))
    if case.ends_on is not None and case.ends_on >= lender_day(clock_of(case.customer_id), now):
        _nothing_more(case, by=by, now=now)
        return
    case.state, case.ends_on = HardshipCase.State.DECLINED, None
    case.ended_at, case.ended_by = now, by
    case.end_reason = str(HardshipCase.State.DECLINED.label)
    case.save(update_fields=["state", "ends_on", "ended_at", "ended_by", "end_reason"])
    release_holds(case, by=by, reason=_("Nothing was granted."), now=now)


def _nothing_more(case: HardshipCase, *, by: User, now: datetime) -> None:
    """They asked again and get nothing more: what was granted before stays until its day."""
    case.state = HardshipCase.State.GRANTED
    case.save(update_fields=["state"])
    release_holds(case, by=by, reason=_("Nothing more was granted."), now=now, endless_only=True)


def _refuse(problem: str) -> None:
    if problem:
        raise Refused(problem)
