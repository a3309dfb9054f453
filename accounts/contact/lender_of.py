"""The customer's lender: whose policy, zone and name hold where somebody has several.

Of what is complained of or answered (a text, a loan) where that is known. Else of the loan with
the largest amount due, the earliest due date deciding between equals: what the customer is reminded
of most is what a word without context is most likely about. With nothing due any more, of the loan
that fell due last. Amounts are compared as they stand, also in several currencies.
"""

from __future__ import annotations

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
    if customer_id is None:
        return None
    loans = Loan.objects.filter(customer=customer_id).select_related("lender")
    due = loans.filter(amount_due__gt=0).order_by("-amount_due", "due_date", "pk").first()
    loan = due or loans.order_by("-due_date", "pk").first()
    return loan.lender if loan else None
