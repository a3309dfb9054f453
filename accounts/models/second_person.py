"""What one person asks and another decides: the columns, and the rules the database keeps.

Who may be the second person is said in accounts.access.four_eyes; a table may ask for more by a
trigger (a valid training, another reviewer).
"""

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _


class Decided(models.Model):
    """Who decided, and when; both empty until then."""

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        abstract = True


class AskedAndDecided(Decided):
    """Who asked, and when, besides. A subclass under which nobody may have asked says so itself."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"))

    class Meta:
        abstract = True


def says_who_decided(name: str, *, waiting: str) -> CheckConstraint:
    """In the state `waiting` nobody has decided; in every other, somebody at some moment."""
    return CheckConstraint(
        condition=Q(state=waiting, decided_by=None, decided_at=None)
        | ~Q(state=waiting) & Q(decided_by__isnull=False, decided_at__isnull=False),
        name=name,
    )


def takes_two_people(
    name: str, states: Sequence[str], *, asked_by: str = "asked_by", unless: Q | None = None
) -> CheckConstraint:
    """Into each of `states` somebody decided who is not the one in the column `asked_by`; rows of
    the kind `unless` are let alone."""
    kept = Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F(asked_by))
    condition = ~Q(state__in=states) | kept
    return CheckConstraint(condition=condition if unless is None else unless | condition, name=name)
