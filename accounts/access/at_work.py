"""Who may do something, as rows: whom work is given to."""

from django.db.models import Q, QuerySet

from accounts.models import User

MOST = 200
"""No desk here is larger; a list to choose from ends somewhere."""


def at_work(permission: str) -> QuerySet[User]:
    """Staff who may, by role or by name, in the order of their logins. `permission`:
    "app.codename"."""
    _app, _dot, codename = permission.partition(".")
    may = Q(groups__permissions__codename=codename) | Q(user_permissions__codename=codename)
    people = User.objects.filter(may, is_active=True, is_staff=True)
    return people.distinct().order_by("username")
