"""What stands beside a reason on screen: what to do, who may, and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.access.roles import PERMISSIONS
from accounts.models.choices import Role
from messaging.admin.settling.table import CUSTOMER, SETTLING, Settling


@dataclass(frozen=True)
class Advice:
    """`url`: the page where it is settled; for those who may not act there, the page of all
    reasons. `who`: the roles that may."""

    does: str
    url: str
    who: str
    may: bool


def advice(
    reason: str, *, user: Any, customer_id: int | None = None, instead: str = ""
) -> Advice | None:
    """How to settle a reason; None for one that is no obstacle. `instead`: where to go when the
    page is a customer's and it is about many."""
    settling = SETTLING.get(reason)
    if settling is None:
        return None
    may = user.has_perm(settling.permission)
    return Advice(
        does=str(settling.does),
        url=_url(settling, customer_id, instead)
        if may
        else reverse("admin:reasons") + f"#{reason}",
        who="、".join(str(role.label) for role in who_may(settling)),
        may=may,
    )


def who_may(settling: Settling) -> list[Role]:
    """The roles that may act on the page."""
    return [Role(role) for role, held in PERMISSIONS.items() if settling.permission in held]


def _url(settling: Settling, customer_id: int | None, instead: str) -> str:
    if settling.page != CUSTOMER:
        return reverse(settling.page)
    return reverse(CUSTOMER, args=[customer_id]) if customer_id else instead
