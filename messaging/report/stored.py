"""A report as it was kept, read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from messaging.models import ComplianceReport
from messaging.report.parts import Check, Period, Report, Violation


def read(report: ComplianceReport) -> Report:
    """Of one that is done."""
    return from_json(report.result)


def from_json(data: dict[str, Any]) -> Report:
    """What `Report.to_json` wrote."""
    period = Period(
        datetime.fromisoformat(data["from"]),
        datetime.fromisoformat(data["to"]),
        datetime.fromisoformat(data["as_of"]),
        data["lender"],
    )
    return Report(period, tuple(_check(each) for each in data["checks"]))


def _check(data: dict[str, Any]) -> Check:
    return Check(
        data["name"],
        checked=data["checked"],
        figures=data["figures"],
        violations=[Violation(**each) for each in data["violations"]],
        violation_count=data["violation_count"],
        doubtful=[Violation(**each) for each in data["doubtful"]],
        doubtful_count=data["doubtful_count"],
        queries=data["queries"],
    )
