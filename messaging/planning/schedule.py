"""The schedule: each lender's run is planned every day at the lender's hour, once."""

from __future__ import annotations

import logging
from datetime import datetime

from accounts.errors import Refused
from accounts.models import Lender
from accounts.rotation import known_keys
from accounts.rules.lender_day import lender_day, lender_time
from messaging.models import Run, in_force
from messaging.planning import interrupted
from messaging.planning.errors import PlanFailed
from messaging.planning.service import plan

log = logging.getLogger(__name__)


def plan_due(*, now: datetime) -> list[Run]:
    """Plan the day's run of every lender whose hour has come and that has none of that day yet.

    A run that failed says why on its page and waits for a person; it is not tried every minute. One
    that was interrupted is taken up again. A lender without a policy or strategy in force is not
    ready and is passed over.
    """
    if not known_keys.are_here():
        return []
    planned = interrupted.take_up(now=now)
    for lender in Lender.objects.exclude(plan_at=None).order_by("code"):
        if not _is_due(lender, now):
            continue
        try:
            planned.append(plan(lender=lender, day=lender_day(lender, now), by=None, now=now))
        except (Refused, PlanFailed) as error:
            log.warning("the run of %s was not planned: %s", lender.code, error)
    return planned


def _is_due(lender: Lender, now: datetime) -> bool:
    local = lender_time(lender, now)
    if lender.plan_at is None or local.time() < lender.plan_at:
        return False
    if Run.objects.filter(lender=lender, day=local.date()).exists():
        return False
    try:
        in_force.policy(lender, now)
        in_force.strategy(lender, now)
    except in_force.NothingInForce:
        return False
    return True
