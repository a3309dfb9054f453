"""Single customers left out of a run before its release, and taken back; the funnel adds up again.

Whoever was left out stays so when the run is planned anew: it stands for the customer and the day.
The comparison with the control group is by intention to treat, so who is left out stays in it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from accounts.rules.lender_day import start_of_day
from messaging.models import Candidate, LeftOut, Run
from messaging.models.message_reasons import LEFT_OUT
from messaging.planning.funnel import CENT

_DAY = timedelta(days=1)
MOST = 500
MAY = "messaging.release_run"

_APPLY = """
UPDATE messaging_candidate c SET to_send = false, reason = %(left_out)s
FROM messaging_leftout l
WHERE c.run_id = %(run)s AND c.to_send
  AND l.run_id = c.run_id AND l.customer_id = c.customer_id AND l.taken_back_at IS NULL
"""
_REMEMBER = """
UPDATE messaging_leftout l SET was = c.reason
FROM messaging_candidate c
WHERE l.run_id = %(run)s AND l.taken_back_at IS NULL
  AND c.run_id = l.run_id AND c.customer_id = l.customer_id AND c.to_send
"""
_COUNT = """
SELECT count(*) FILTER (WHERE to_send), coalesce(sum(segments) FILTER (WHERE to_send), 0),
       count(*) FILTER (WHERE to_send AND until IS NOT NULL),
       count(*) FILTER (WHERE to_send AND until >= %(over)s),
       count(*) FILTER (WHERE NOT to_send AND reason = %(left_out)s)
FROM messaging_candidate WHERE run_id = %(run)s
"""


@transaction.atomic
def leave_out(
    run_id: int, candidate_ids: Collection[int], *, why: str, by: User, now: datetime
) -> int:
    """Nothing is sent to these by this run; how many there were. Raises Refused."""
    run = _planned(run_id, by)
    if why not in LeftOut.Why.values:
        raise Refused(_("Say why nothing is to be sent to them."))
    chosen = Candidate.objects.filter(run=run, to_send=True, pk__in=list(candidate_ids)[:MOST])
    people = list(chosen.order_by("pk").values_list("customer", "reason"))
    LeftOut.objects.bulk_create(
        LeftOut(run=run, customer_id=customer, why=why, was=reason, by=by, at=now)
        for customer, reason in people
    )
    apply(run)
    return len(people)


@transaction.atomic
def take_back(run_id: int, candidate_ids: Collection[int], *, by: User, now: datetime) -> int:
    """They are to be sent to after all, as planned; how many there were. Raises Refused."""
    run = _planned(run_id, by)
    out = Candidate.objects.filter(run=run, reason=LEFT_OUT, pk__in=list(candidate_ids)[:MOST])
    places = dict(out.values_list("customer", "pk"))
    standing = LeftOut.objects.filter(run=run, customer__in=places, taken_back_at=None)
    found = list(standing.select_for_update(no_key=True))
    by_reason: dict[str, list[int]] = {}
    for each in found:
        by_reason.setdefault(each.was, []).append(places[each.customer_id])
    standing.update(taken_back_at=now, taken_back_by=by)
    for was, ids in by_reason.items():  # a handful of reasons, whatever the number of rows
        Candidate.objects.filter(pk__in=ids).update(to_send=True, reason=was)
    _count_again(run)
    return len(found)


def apply(run: Run) -> None:
    """Whoever was left out of this run is so again. In the caller's transaction, which plans it or
    has it locked."""
    if not LeftOut.objects.filter(run=run, taken_back_at=None).exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, {"run": run.pk})
        cursor.execute(_APPLY, {"run": run.pk, "left_out": LEFT_OUT})
    _count_again(run)


def _count_again(run: Run) -> None:
    """The funnel after candidates were taken out or back: due − Σ minus = to_send."""
    over = start_of_day(run.lender, run.day + _DAY)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"run": run.pk, "over": over, "left_out": LEFT_OUT})
        to_send, segments, waiting, not_today, left_out = cursor.fetchone()
    minus = [each for each in run.funnel["minus"] if each["reason"] != LEFT_OUT]
    if left_out:
        minus.append({"reason": LEFT_OUT, "count": left_out})
    cost = (segments * Decimal(run.lender.price_per_segment)).quantize(CENT, ROUND_HALF_UP)
    run.funnel |= {
        "minus": minus,
        "to_send": to_send,
        "segments": segments,
        "cost": str(cost),
        "waiting": waiting,
        "not_today": not_today,
    }
    run.save(update_fields=["funnel"])


def _planned(run_id: int, by: User) -> Run:
    """It, locked. Raises Refused unless it waits for its release and this person may."""
    if not by.has_perm(MAY):
        raise Refused(_("Your role leaves nobody out of a run; ask a supervisor."))
    run = (
        Run.objects.select_for_update(no_key=True, of=("self",))
        .select_related("lender")
        .get(pk=run_id)
    )
    if run.state != Run.State.PLANNED:
        raise Refused(
            _("Only of a planned run can somebody be left out; this one is: %(state)s.")
            % {"state": run.get_state_display()}
        )
    return run
