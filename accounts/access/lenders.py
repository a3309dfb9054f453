"""Whose people somebody works with. Pages say no more than "their own": the database knows whose
(config.database_roles.policies), and shows no others."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, StaffLender

EVERYBODY, OWN = "*", "own"
"""As the database is told: the people of every lender; of those whom the person works with."""


def of(user: Any) -> set[int] | None:
    """Ids; None: all, today's and later ones. One query."""
    found = set(StaffLender.objects.filter(user=user.pk).values_list("lender_id", flat=True))
    return None if None in found else {pk for pk in found if pk is not None}


def obstacle_to_all(user: Any) -> str:
    """Why this person does not act for all lenders; empty when they may."""
    if of(user) is None:
        return ""
    return _("This concerns every lender: somebody who works with all of them does it.")


def require_all(user: Any) -> None:
    """Raise Refused where somebody of some lenders would act for all of them."""
    if why_not := obstacle_to_all(user):
        raise Refused(why_not)


def works_with(user: Any, lender: Lender | int | None) -> bool:
    """Whether what belongs to this lender is this person's; what belongs to none is everybody's."""
    pk = lender.pk if isinstance(lender, Lender) else lender
    return pk is None or (theirs := of(user)) is None or pk in theirs
