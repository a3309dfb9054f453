"""Customers by what somebody typed of them, exactly; each way of asking is an index look-up."""

from __future__ import annotations

from accounts.disclosure import personal
from accounts.models import ContactPoint, Customer, Loan

MOST = 50
"""Of each way: more than a number can mean."""


def customers(typed: str) -> list[int]:
    """Ids of those with this customer number, loan number, telephone number or e-mail address."""
    typed = typed.strip()
    if not typed or "\0" in typed:
        return []
    points = ContactPoint.objects.filter(address_index__in=personal.search_indexes(typed))
    as_written = {typed, typed.upper()}  # numbers are kept in capitals; people type as they like
    # One question each: as one, with an "or", every customer would be read.
    found = {
        *points.values_list("customer", flat=True)[:MOST],
        *Customer.objects.filter(customer_no__in=as_written).values_list("pk", flat=True)[:MOST],
        *Loan.objects.filter(loan_no__in=as_written).values_list("customer", flat=True)[:MOST],
    }
    return sorted(found)
