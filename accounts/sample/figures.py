"""What the source's columns say about one loan on the sample's day (PROVENANCE.md)."""

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal

SAMPLE_DAY = dt.date(2026, 9, 15)  # a Tuesday
AS_OF = "2026-09-15T18:00:00+08:00"
STATUS_COLUMNS = ("PAY_0", "PAY_2", "PAY_3", "PAY_4", "PAY_5", "PAY_6")
DAYS_A_MONTH = 30
CENT = Decimal("0.01")


def due_date(rng: random.Random, *, months_late: int) -> dt.date:
    """Not late: due within the coming 30 days. n months late: (n-1)·30 + 1…30 days ago, and in
    the first month more often a few days than many."""
    if months_late <= 0:
        return SAMPLE_DAY + dt.timedelta(days=rng.randint(0, DAYS_A_MONTH))
    if months_late == 1:
        days = 1 + int(DAYS_A_MONTH * rng.random() ** 2)
    else:
        days = (months_late - 1) * DAYS_A_MONTH + rng.randint(1, DAYS_A_MONTH)
    return SAMPLE_DAY - dt.timedelta(days=days)


def amount_due(uci: Mapping[str, str]) -> Decimal:
    """The last bill less the last payment; nothing or less counts as paid."""
    return max(Decimal(uci["BILL_AMT1"]) - Decimal(uci["PAY_AMT1"]), Decimal(0)).quantize(CENT)


def instalments(uci: Mapping[str, str]) -> tuple[int, int]:
    """Of the last six months: paid late, and paid at all (−2 is a month without use)."""
    statuses = [int(uci[column]) for column in STATUS_COLUMNS]
    return sum(status >= 1 for status in statuses), sum(status > -2 for status in statuses)
