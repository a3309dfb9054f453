"""All checks over one period, in one snapshot of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.database.one_snapshot import read_at_one_moment
from messaging.report import caps, endings, four_eyes, opt_outs, quiet_hours, sealing, totals
from messaging.report.parts import Check, Period, Report

CHECKS: tuple[Callable[[Period], Check], ...] = (
    quiet_hours.check,
    caps.check,
    caps.check_gap,
    opt_outs.check,
    opt_outs.check_holds,
    four_eyes.check,
    four_eyes.check_releases,
    endings.check,
    endings.check_candidates,
    totals.check,
    sealing.check,
)


def compliance(*, since: datetime, until: datetime, now: datetime) -> Report:
    """The report over [since, until). It only reads; memory does not grow with the rows."""
    period = Period(since, until, now)
    with transaction.atomic():
        read_at_one_moment()
        return Report(period, tuple(check(period) for check in CHECKS))
