"""The lender's day: the one by which due dates, promises, runs and deadlines are counted. Pure.

Not the server's day, not the recipient's and not the policy's: a contract speaks of days where the
lender is. Who has no lender to ask passes `accounts.access.team.TEAM`, which has a zone as well.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class HasZone(Protocol):
    """A lender, or whoever stands in for one."""

    @property
    def timezone(self) -> str: ...


def day_in(zone: str, moment: datetime) -> date:
    """The date in a zone at an aware moment, for whoever has only a lender's zone at hand."""
    return moment.astimezone(ZoneInfo(zone)).date()


def lender_time(lender: HasZone, moment: datetime) -> datetime:
    """The lender's wall clock at an aware moment."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no day; pass an aware datetime")
    return moment.astimezone(ZoneInfo(lender.timezone))


def lender_day(lender: HasZone, moment: datetime) -> date:
    """The date where the lender is, at an aware moment."""
    return lender_time(lender, moment).date()


def start_of_day(lender: HasZone, day: date) -> datetime:
    """The first moment of that day where the lender is, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(lender.timezone)).astimezone(UTC)


def end_of_day(lender: HasZone, day: date) -> datetime:
    """The first moment after that day where the lender is, in UTC."""
    return start_of_day(lender, day + timedelta(days=1))
