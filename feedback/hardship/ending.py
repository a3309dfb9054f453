"""The end of a case: on its day, or because one person proposed it and another approved."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.access.team import TEAM, team_day
from accounts.contact.lender_of import lender_of
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Hold, Loan, User
from accounts.rules.lender_day import HasZone, lender_day
from feedback.hardship.cases import locked
from feedback.hardship.relief_in_force import in_force
from feedback.hardship.timeline import note
from feedback.models import HardshipCase, HardshipDecision

AT_ONCE = 500
State = HardshipCase.State


def end(case: HardshipCase, *, by: User, now: datetime) -> HardshipCase:
    """End a live case that is no longer needed, its holds with it. `by` has just approved that;
    whoever calls has the case locked."""
    return _end(case, by=by, reason=_("No longer needed, as two people say."), now=now)


def end_due(now: datetime) -> int:
    """End every granted case whose last day is over; how many."""
    # An extension that waits for its second person keeps a case alive.
    waiting = HardshipDecision.objects.filter(
        case=OuterRef("pk"), state=HardshipDecision.State.PROPOSED
    )
    granted = HardshipCase.objects.filter(
        ~Exists(waiting), state=State.GRANTED, ends_on__lte=team_day(now)
    )
    return sum(_end_if_over(case, now) for case in granted.order_by("ends_on", "pk")[:AT_ONCE])


@transaction.atomic
def _end_if_over(case: HardshipCase, now: datetime) -> bool:
    try:
        fresh = locked(case)
    except Refused:
        return False  # somebody ended it meanwhile
    granted = in_force(fresh)
    clock = clock_of(fresh.customer_id, granted.loan if granted else None)
    over = fresh.ends_on is not None and fresh.ends_on < lender_day(clock, now)
    if fresh.state != State.GRANTED or not over:
        return False
    try:
        with transaction.atomic():
            _end(fresh, by=None, reason=_("What was granted is over."), now=now)
    except Refused:
        return False  # somebody proposed an extension meanwhile
    return True


def _end(case: HardshipCase, *, by: User | None, reason: str, now: datetime) -> HardshipCase:
    waiting = case.decisions.filter(state=HardshipDecision.State.PROPOSED)
    if waiting.exists():
        raise Refused(_("A proposal is waiting; it is decided or withdrawn first."))
    case.state, case.ended_at, case.ended_by, case.end_reason = State.ENDED, now, by, reason
    case.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    release_holds(case, by=by, reason=reason, now=now)
    note(case, "ended", by=by, now=now, text=reason)
    return case


def release_holds(
    case: HardshipCase,
    *,
    by: User | None,
    reason: str,
    now: datetime,
    endless_only: bool = False,
    but: Hold | None = None,
) -> None:
    """End the case's holds that are still in force; `endless_only`: not what was granted; `but`:
    not this one."""
    live = Hold.objects.filter(hardship__case=case, released_at=None).exclude(until__lte=now)
    if endless_only:
        live = live.filter(until=None)
    if but is not None:
        live = live.exclude(pk=but.pk)
    holds.release_all(list(live.values_list("pk", flat=True)), by=by, reason=reason, now=now)


def clock_of(customer_id: int, loan: Loan | None = None) -> HasZone:
    """By whose days relief is counted: of the loan's lender, else the customer's."""
    return lender_of(customer_id, loan) or TEAM
