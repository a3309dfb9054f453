"""Who looked at whom: pages of a customer that were opened, and customers found by name or number.

Nothing is shown in clear by either, so no reason is asked for; the auditor reads who it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.access.team import team_day
from accounts.models import Look, Search, User

KEPT = timedelta(days=3 * 366)
"""As long as complaint files have to be kept by the strictest of the shipped profiles."""


def at_page(customer_id: int, *, how: str, by: User, now: datetime) -> None:
    """Somebody opens a page of this customer; the first of a day is on record. One statement."""
    _put([customer_id], how=how, by=by, now=now)


def found(customer_ids: Iterable[int], *, how: str, by: User, now: datetime) -> None:
    """Somebody's search found these (accounts.disclosure.searching): on record."""
    if ids := list(customer_ids):
        _put(ids, how=how, by=by, now=now)


def forget(now: datetime) -> int:
    """Delete what was kept long enough, searches too; how many."""
    before = team_day(now - KEPT)
    return sum(rows.filter(day__lt=before).delete()[0] for rows in (Look.objects, Search.objects))


def _put(ids: Iterable[int], *, how: str, by: User, now: datetime) -> None:
    day = team_day(now)
    rows = [Look(customer_id=pk, user=by, day=day, how=how, at=now) for pk in ids]
    Look.objects.bulk_create(rows, ignore_conflicts=True)
