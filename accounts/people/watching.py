"""Who is left when a login is closed: somebody who watches over what an auditor watches over, and
two who can give power again. Asked before; the database holds it (`somebody_watches`,
`others_can_mend`)."""

from __future__ import annotations

from django.db import connection
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


def others_can_mend(person: User, *, by: User) -> bool:
    """Whether, once `by` has closed this login, two others can still open one again; or could not
    before either."""
    if person.pk == by.pk:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT huancui_others_can_mend(%(by)s, NULL)"
            " OR huancui_others_can_mend(%(by)s, %(gone)s)",
            {"by": by.pk, "gone": person.pk},
        )
        return bool(cursor.fetchone()[0])
