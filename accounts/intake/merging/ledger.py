"""What a loan's figures are worth after the repayments recorded since. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from accounts.rules.delinquency import amount_due_after
from accounts.rules.lender_day import day_in


class Payment(NamedTuple):
    """A repayment as the ledger looks at it."""

    recorded_at: datetime
    paid_on: date
    amount: Decimal


class Figures(NamedTuple):
    """What the core system told of a loan, or what is left of it."""

    outstanding: Decimal
    amount_due: Decimal


def is_since(payment: Payment, *, as_of: datetime, zone: str) -> bool:
    """Whether figures of that moment do not hold this payment yet.

    They are true at `as_of`: what was paid on an earlier day (of the lender's zone) is in them,
    however late its row arrived. What was paid that same day and recorded after `as_of` may not be,
    so it is taken off: rather a reminder too few than an amount too high.
    """
    day = day_in(zone, as_of)
    return payment.recorded_at > as_of and payment.paid_on >= day


def figures_after(
    told: Figures, payments: Iterable[Payment], *, as_of: datetime, zone: str
) -> Figures:
    """The figures less every payment since, never below zero."""
    paid = sum(
        (payment.amount for payment in payments if is_since(payment, as_of=as_of, zone=zone)),
        Decimal(0),
    )
    return Figures(
        amount_due_after(told.outstanding, paid), amount_due_after(told.amount_due, paid)
    )
