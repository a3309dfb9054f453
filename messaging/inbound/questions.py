"""For how many days a question holds texts until it is answered: nought, unless a lender says so.

A reminder tells what most questions ask (how much, until when, how to pay), and the next one is
days away: a question waits at the desk, loudly, and is no reason to withhold it. A lender who
would rather answer first says so in the policy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from accounts.models import Loan
from messaging.models import in_force


def days_held(people: Collection[int], now: datetime) -> Mapping[int, int]:
    """By customer, the longest of their lenders' policies; absent: nought. Two queries, none where
    nobody asks."""
    if not people:
        return {}
    days = {
        version.lender_id: in_force.policy_of(version).question_hold_days
        for version in in_force.standing_policies(now)
    }
    if not any(days.values()):
        return {}
    found: dict[int, int] = {}
    rows = Loan.objects.filter(customer__in=people).values_list("customer", "lender").distinct()
    for customer, lender in rows:
        found[customer] = max(found.get(customer, 0), days.get(lender, 0))
    return found
