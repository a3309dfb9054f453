"""The customer's lender: whose policy, zone and name hold where somebody has several.

Of what is complained of or answered (a text, a loan) where that is known. Else of the loan with
the largest amount due, the earliest due date deciding between equals: what the customer is reminded
of most is what a word without context is most likely about. With nothing due any more, of the loan
that fell due last. Amounts are compared as they stand, also in several currencies.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from accounts.models import Lender, Loan


class OfLender(Protocol):
    """A text or a loan."""

    @property
    def lender(self) -> Lender: ...


def lender_of(customer_id: int | None, about: OfLender | None = None) -> Lender | None:
    """The lender; None for nobody, and for who has no loan. Two queries at most."""
    if about is not None:
        return about.lender
    return None if customer_id is None else lenders_of([customer_id]).get(customer_id)


def lenders_of(customer_ids: Collection[int]) -> dict[int, Lender]:
    """By customer, of a word without context; who has no loan is left out. Two queries at most."""
    if not customer_ids:
        return {}
    loans = Loan.objects.filter(customer__in=customer_ids).select_related("lender")
    first = loans.distinct("customer")
    due = first.filter(amount_due__gt=0).order_by("customer", "-amount_due", "due_date", "pk")
    found = {loan.customer_id: loan.lender for loan in due}
    if rest := set(customer_ids) - set(found):
        paid = first.filter(customer__in=rest).order_by("customer", "-due_date", "pk")
        found |= {loan.customer_id: loan.lender for loan in paid}
    return found
