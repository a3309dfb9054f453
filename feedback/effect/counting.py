"""The night's work: outcomes, then sums, then trials that are over, lender by lender."""

from datetime import datetime

from accounts.models import Lender
from feedback.effect import outcomes, summing, trials


def count_all(now: datetime) -> None:
    """A lender who fails does not keep the others' figures old: each has transactions of its own"""
    for lender in Lender.objects.order_by("pk"):
        outcomes.count(lender, now=now)
        summing.sum_up(lender, now=now)
        trials.settle(lender, now=now)
