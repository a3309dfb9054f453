"""Plannings that a killed process left: begun, not ended, and nobody at work on them.

A run that says `planning` without anybody holding its lock has lost its planner: the day would stay
without a run, and look like a quiet one. A planning that ends its process every time is given up
after some tries, and says so.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.rules.lender_day import lender_day
from messaging.models import Run
from messaging.planning.errors import PlanFailed
from messaging.planning.lock import is_being_planned
from messaging.planning.service import carry_out, fail

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=2)
"""Longer than a request waits for a worker to begin it."""

TRIES = 3


def take_up(*, now: datetime) -> list[Run]:
    """Plan them again, or say why not; those that were planned."""
    lost = Run.objects.filter(state=Run.State.PLANNING, planned_at__lte=now - GRACE)
    planned = []
    for run in lost.select_related("lender").order_by("pk"):
        if is_being_planned(run.pk):
            continue
        if why := _given_up(run, now):
            log.error("planning run %s was interrupted and is given up", run.pk)
            fail(run.pk, why, begun=run.planned_at)
            continue
        log.warning("planning run %s was interrupted; it is planned again", run.pk)
        try:
            planned.append(carry_out(run.pk, now))
        except (Refused, PlanFailed) as error:
            log.warning("run %s was not planned: %s", run.pk, error)
    return planned


def _given_up(run: Run, now: datetime) -> str:
    if run.day < lender_day(run.lender, now):
        return _("The planning was interrupted, and its day is over.")
    if run.plan_tries >= TRIES:
        return _(
            "The planning was interrupted %(times)d times: the process that planned was ended from "
            "outside. Look at its log and its memory, then plan again."
        ) % {"times": run.plan_tries}
    return ""
