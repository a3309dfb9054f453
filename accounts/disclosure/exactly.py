"""Customers by what somebody typed of them, exactly; each way of asking is an index look-up."""

from __future__ import annotations

import re
from datetime import datetime

from accounts.disclosure import searching
from accounts.models import Customer, Loan, User

MOST = searching.MOST
"""Of each way: more than a number can mean."""


_BETWEEN = re.compile(r"[\s,;，、；]+")
_LISTED = re.compile(r"[A-Za-z]*\d{5,}")


def listed(typed: str) -> list[str]:
    """The numbers of a list, as it is pasted out of a mail; one with spaces in it, or anything that
    is no list of numbers, stays whole."""
    parts = [part for part in _BETWEEN.split(typed.strip()) if part]
    return parts if all(map(_LISTED.fullmatch, parts)) else [typed.strip()]


def customers(typed: str, *, by: User, now: datetime, names: bool = True) -> list[int]:
    """Ids of those with this customer number, loan number, telephone number or e-mail address, or,
    with `names`, of this whole name. Raises Refused beyond the day's limit of searches for people.
    """
    typed = typed.strip()
    if not typed or "\0" in typed:
        return []
    numbered = numbered_so(typed)
    found = searching.find(typed, by=by, now=now, known=bool(numbered), names=names)
    return sorted({*numbered, *found.addressed, *(customer.pk for customer in found.named)})


def numbered_so(typed: str) -> set[int]:
    """Ids of those with this customer or loan number, however its letters are typed."""
    as_written = {typed, typed.upper()}  # numbers are kept in capitals; people type as they like
    # One question each: as one, with an "or", every customer would be read.
    return {
        *Customer.objects.filter(customer_no__in=as_written).values_list("pk", flat=True)[:MOST],
        *Loan.objects.filter(loan_no__in=as_written).values_list("customer", flat=True)[:MOST],
    }
