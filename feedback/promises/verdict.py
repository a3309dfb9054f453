"""Was a promise kept? From money and days alone. Pure."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

GRACE_DAYS = 1
"""A payment may be booked a day later than it was made. Our own proposal (P)."""


class Verdict(StrEnum):
    """How a promise stands; the values are states of `Promise`."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"


RANK = {Verdict.BROKEN: 1, Verdict.PARTLY: 2, Verdict.KEPT: 3}
"""Among verdicts that end a promise; later evidence only ever raises one."""


def last_day(pay_on: date) -> date:
    """The last day whose payments count, and the last day of silence."""
    return pay_on + timedelta(days=GRACE_DAYS)


def verdict_of(
    *, promised: Decimal, paid: Decimal, owed: Decimal, pay_on: date, today: date
) -> Verdict:
    """The verdict on `today`, the ledger's date.

    `paid`: what came in from the promise on, dated no later than its last day. Nobody who owes
    nothing any more is said to have broken a promise.
    """
    if paid >= promised or owed <= 0:
        return Verdict.KEPT
    if today <= last_day(pay_on):
        return Verdict.OPEN
    return Verdict.PARTLY if paid > 0 else Verdict.BROKEN


def mended(was: Verdict, now: Verdict) -> bool:
    """Whether later evidence raises a verdict that ended the promise."""
    return was in RANK and now in RANK and RANK[now] > RANK[was]
