"""Complaints made to order, through the services."""

from datetime import date, datetime, timedelta
from typing import Any

from feedback.complaints import closing, evidence, opening
from feedback.models import Complaint, Evidence
from messaging.models import CalendarYear
from messaging.policy.calendar import CalendarDay
from tests import make, make_calendar


def logged(now: datetime, **changes: Any) -> Complaint:
    return opening.log(
        **{
            "customer": changes.get("customer") or make.customer(),
            "message": None,
            "via": "phone",
            "category": "too_often",
            "severity": "normal",
            "text": "一天两条，太多了",
            "by": changes.get("by") or make.staff("agent"),
            "now": now,
            **changes,
        }
    )


def close(complaint: Complaint, now: datetime, **changes: Any) -> Complaint:
    return closing.resolve(
        complaint,
        **{
            "outcome": "upheld",
            "answer": "已致歉并调整频率",
            "by": make.staff("agent"),
            "now": now,
            **changes,
        },
    )


def resolved(now: datetime, **changes: Any) -> Complaint:
    return close(logged(now, **changes), now)


def removed(kept: Evidence, now: datetime, reason: str = "x") -> None:
    """By two people, of whom one asks."""
    for _one_of_two in range(2):
        evidence.remove(kept, reason=reason, by=make.staff("agent"), now=now)


def days_off(
    first: date,
    *,
    days: int,
    now: datetime,
    country: str = "CN",
    confirmed: bool = True,
) -> CalendarYear:
    """A year of the work calendar in which no work is done on these days."""
    off = [CalendarDay(first + timedelta(days=n), False, "x") for n in range(days)]
    return make_calendar.year(country, first.year, off, confirmed=confirmed, now=now)
