"""Second factors of a person: which there are, who needs one, and how they go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Factor, RecoveryCode, StaffRequest, User
from accounts.signin import notices

EVERYBODY = "all"
SEEN = "has_second_factor"
"""In a session whose person was found to have one: not looked up again."""
Kind = Factor.Kind


def of(user: User) -> QuerySet[Factor]:
    """Those that can be used, the oldest first."""
    return Factor.objects.filter(user=user, confirmed_at__isnull=False, removed_at=None).order_by(
        "pk"
    )


def needs_one(user: User) -> bool:
    """Whether a role of theirs is one of `settings.SECOND_FACTOR_ROLES`, and they have none."""
    roles: Iterable[str] = settings.SECOND_FACTOR_ROLES
    if not roles:
        return False
    asked = EVERYBODY in roles or user.groups.filter(name__in=list(roles)).exists()
    return asked and not of(user).exists()


@transaction.atomic
def remove(factor: Factor, *, by: User, now: datetime) -> None:
    """One's own. Raises Refused."""
    if factor.user_id != by.pk:
        raise Refused(_("Only its person removes a second factor; another's is asked for."))
    gone = Factor.objects.filter(pk=factor.pk, removed_at=None)
    if not gone.update(removed_at=now, removed_by=by):
        raise Refused(_("This second factor is removed already."))
    if not of(by).exists():
        end_codes(by, now=now)
    notices.tell(by, notices.Event.FACTOR_GONE)


def remove_all(request: StaffRequest, *, now: datetime) -> int:
    """By an approved request; in the caller's transaction. How many."""
    subject = request.subject
    end_codes(subject, now=now)
    gone = Factor.objects.filter(user=subject, removed_at=None).update(
        removed_at=now, removed_by=request.decided_by, removed_for=request
    )
    notices.tell(subject, notices.Event.FACTOR_GONE)
    return gone


def end_codes(user: User, *, now: datetime) -> None:
    RecoveryCode.objects.filter(user=user, ended_at=None).update(ended_at=now)
