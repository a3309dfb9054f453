"""Who looked at a customer: pages opened, found by searching, values shown; newest first."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from accounts.models import Customer, Look, Reveal, User


class Looked(NamedTuple):
    """`how`: in words; `why` and `reason` of what was shown in clear, else empty; `first`: that
    the moment is the first one of its day."""

    at: datetime
    user: User
    how: str
    why: str = ""
    reason: str = ""
    first: bool = True


def of_customer(customer: Customer, *, most: int) -> list[Looked]:
    """At most so many. Two queries, whatever the number."""
    looks = Look.objects.filter(customer=customer).select_related("user")
    reveals = Reveal.objects.filter(customer=customer).select_related("user")
    found = [
        Looked(row.at, row.user, row.get_how_display())
        for row in looks.order_by("-day", "-at")[:most]
    ]
    found += [
        Looked(row.at, row.user, row.what, row.get_why_display(), row.reason, first=False)
        for row in reveals.order_by("-at")[:most]
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:most]
