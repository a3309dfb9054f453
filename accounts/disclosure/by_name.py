"""Customers by their whole name: names are kept encrypted, and found by a keyed hash of how they
are searched (accounts.privacy.person_names). One function for every place that searches.
"""

from __future__ import annotations

from datetime import datetime

from accounts.disclosure import looks
from accounts.models import Customer, User

MOST = 50
"""Shown of one name; a page says when there are more."""


def find(typed: str, *, by: User, now: datetime) -> list[Customer]:
    """Those of this very name among the people of this person's lenders, in the order of their ids,
    at most one more than `MOST`. Each is on record as found by name. Raises Refused beyond the
    day's limit."""
    found = list(Customer.named(typed).order_by("pk")[: MOST + 1])
    looks.found_by_name(found, by=by, now=now)
    return found
