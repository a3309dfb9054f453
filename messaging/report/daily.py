"""The report of the day that is over, once: a page of a morning has no ten seconds to prove it."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.access.team import TEAM
from accounts.rules.lender_day import end_of_day, lender_day, start_of_day
from messaging.models import DayProof
from messaging.report.service import compliance


def prove_yesterday(now: datetime) -> DayProof | None:
    """None: it is proven already."""
    day = lender_day(TEAM, now) - timedelta(days=1)
    if DayProof.objects.filter(day=day).exists():
        return None
    report = compliance(since=start_of_day(TEAM, day), until=end_of_day(TEAM, day), now=now)
    return DayProof.objects.create(
        day=day,
        checked=sum(check.checked for check in report.checks),
        violations=sum(check.violation_count for check in report.checks),
        broken=[check.name for check in report.checks if not check.holds],
        result=report.to_json(),
        made_at=now,
    )
