"""Whether somebody else watches over what an auditor watches over: asked before their login is
closed; the database holds it (`somebody_watches`)."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import StaffLender, User
from accounts.models.choices import Role


def auditors() -> QuerySet[User]:
    """Those whose login is open."""
    return User.objects.filter(is_active=True, groups__name=Role.AUDITOR)


def others_watch(person: User) -> bool:
    """Whether nothing is left unwatched without this person. Four queries at most."""
    if not auditors().filter(pk=person.pk).exists():
        return True
    others = list(auditors().exclude(pk=person.pk).values_list("pk", flat=True))
    mine = set(StaffLender.objects.filter(user=person).values_list("lender", flat=True))
    theirs = set(StaffLender.objects.filter(user__in=others).values_list("lender", flat=True))
    return bool(others) and (None in theirs or mine <= theirs)
