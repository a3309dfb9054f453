"""The night's work, lender by lender: outcomes, sums, trials that are over, texts to be spared,
hours."""

from datetime import datetime

from accounts.models import Lender
from feedback.effect import hours, sparing, summing, trials


def count_all(now: datetime) -> None:
    """A lender who fails does not keep the others' figures old: each has transactions of its own"""
    for lender in Lender.objects.order_by("pk"):
        summing.count(lender, now=now)
        trials.settle(lender, now=now)
        sparing.look(lender, now=now)
        hours.learn(lender, now=now)
