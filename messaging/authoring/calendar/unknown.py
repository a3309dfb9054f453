"""Which years of the work calendar somebody has to confirm before rules and clocks need them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.timezone import localdate

from accounts.models import Lender
from messaging.models import CalendarYear, in_force
from messaging.models.approvable import ApprovalState
from messaging.policy import profiles

AHEAD = timedelta(days=60)
"""How long before a year begins it is asked for (facts: holidays and working days)."""


class Unknown(NamedTuple):
    """A country's year without a confirmed calendar; `asked`: a request waits for confirmation."""

    country: str
    year: int
    begins: date
    asked: bool
    lenders: tuple[str, ...]


def unknown_years(now: datetime) -> list[Unknown]:
    """This year and, 60 days before it begins, the next, where they are not confirmed: for the
    countries of the policies lenders go by. Three queries."""
    used = countries_in_use(now)
    today = localdate(now)
    years = sorted({today.year, (today + AHEAD).year})
    confirmed = set(
        CalendarYear.objects.filter(
            year__in=years, state=ApprovalState.APPROVED, effective_from__lte=now
        ).values_list("country", "year")
    )
    missing = [(c, y) for c in sorted(used) for y in years if (c, y) not in confirmed]
    if not missing:
        return []
    asked = set(
        CalendarYear.objects.filter(year__in=years, state=ApprovalState.SUBMITTED).values_list(
            "country", "year"
        )
    )
    return [
        Unknown(c, y, date(y, 1, 1), (c, y) in asked, tuple(sorted(used[c]))) for c, y in missing
    ]


def countries_in_use(now: datetime) -> dict[str, set[str]]:
    """Country → names of the lenders whose policy goes by its calendar. A lender without a policy
    goes by the default profile's: complaints have a clock from the first day."""
    policies = {
        version.lender_id: in_force.policy_of(version).country
        for version in in_force.standing_policies(now)
    }
    default = profiles.load(profiles.DEFAULT).country
    found: dict[str, set[str]] = {}
    for pk, name in _lenders():
        found.setdefault(policies.get(pk, default), set()).add(name)
    return found


def _lenders() -> Iterable[tuple[int, str]]:
    return Lender.objects.values_list("pk", "name")
