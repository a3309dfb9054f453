"""Which loans one text may add up: those of one currency and one standing, the first due leading.

A sum over loans of different standing would ask for money that is not due yet, or call it overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from accounts.rules.delinquency import days_past_due, loan_standing


class Due(Protocol):
    """Anything that has what a loan is led by."""

    @property
    def due_date(self) -> date: ...
    @property
    def amount_due(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...


Each = TypeVar("Each", bound=Due)


def told_together(loans: Iterable[Each], today: date) -> list[Each]:
    """The loan due first (of equals the one with the most to pay), and all of its currency and
    standing; the others wait for a text of their own. Of equals the order given stays."""
    ordered = sorted(loans, key=lambda loan: (loan.due_date, -loan.amount_due))
    if len(ordered) < 2:
        return ordered
    lead = ordered[0]
    standing = loan_standing(days_past_due(lead.due_date, today))
    return [
        loan
        for loan in ordered
        if loan.currency == lead.currency
        and loan_standing(days_past_due(loan.due_date, today)) == standing
    ]
