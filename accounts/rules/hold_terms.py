"""What kinds of hold mean for deciding: which are grave, and how long each lasts by itself. Pure.

All periods are our own proposals, not statutes; staff may give an end of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

DEATH = "death"
BEREAVEMENT = "bereavement"
INSOLVENCY = "insolvency"
REPRESENTATION = "representation"
MINOR = "minor"
DISTRESS = "distress"
DISPUTE = "dispute"
HARDSHIP = "hardship"
OCCASION = "occasion"
PAID_CLAIM = "paid_claim"
NEW_NUMBER = "new_number"
PAUSE = "pause"

GRAVE = (DEATH, INSOLVENCY, REPRESENTATION, MINOR)
"""The debt is not this person's to answer for any more, or not alone. Nothing speaks of it to them,
not even an answer."""

LIFTED_BY_TWO = (*GRAVE, BEREAVEMENT, DISTRESS, DISPUTE, HARDSHIP, OCCASION, PAUSE)
"""What protects a customer or what they asked for, whoever placed it, the software too: one person
asks that it be lifted, another lifts it. What is our own question (a reply to read or to answer, a
number to make sure of, a payment to look for) or somebody's own note is lifted by one; holds of
complaints and moved loans end with these; a hardship case, which two people end, takes its own
along; a promise that a colleague withdraws leaves its hold to its day, or to another person."""

LASTS = {
    BEREAVEMENT: timedelta(days=30),
    OCCASION: timedelta(days=14),
    PAID_CLAIM: timedelta(days=3),
    NEW_NUMBER: timedelta(days=14),
    PAUSE: timedelta(days=30),
}
"""So long a hold lasts to which nobody gave an end; of any other kind, until it is lifted."""


def ends_at(kind: str, starts_at: datetime) -> datetime | None:
    """When a hold of that kind runs out by itself; None: somebody has to lift it."""
    lasts = LASTS.get(kind)
    return starts_at + lasts if lasts else None
