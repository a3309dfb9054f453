"""Who is trained until when, who is to be reminded, and what the untrained may not do.

A training counts from the day it was passed to its last day, by the day where the team works; the
database holds approvals and releases to the same rule (huancui_is_trained).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import PERMISSIONS
from accounts.access.team import team_day
from accounts.models import TrainingRecord, User
from accounts.models.choices import Role

REMIND_DAYS = 30
"""A training is announced to end this many days before its last one."""

# Permission → what it lets a trained person do; without training the database refuses it.
ACTS: dict[str, Any] = {
    "messaging.approve_templateversion": _("approve texts and find them still right"),
    "messaging.approve_strategy": _("approve strategies"),
    "messaging.approve_policyversion": _("approve policies"),
    "messaging.approve_wordinglistversion": _("approve the wording list"),
    "messaging.approve_gateway": _("approve gateways"),
    "messaging.release_run": _("release runs"),
    "feedback.decide_hardshipcase": _("approve relief in hardship"),
}
ROLES_TRAINED = tuple(role for role in Role if PERMISSIONS[role] & ACTS.keys())


class TrainingStatus(models.TextChoices):
    VALID = "valid", _("trained")
    ENDING = "ending", _("ends within 30 days")
    ENDED = "ended", _("ended")
    NEVER = "never", _("never trained")


@dataclass(frozen=True, slots=True)
class Trained:
    """`until`: the last day that counts, of all qualifying courses; None: nothing was passed."""

    user: User
    until: date | None
    today: date

    @property
    def status(self) -> TrainingStatus:
        if self.until is None:
            return TrainingStatus.NEVER
        if self.days_left < 0:
            return TrainingStatus.ENDED
        return TrainingStatus.ENDING if self.days_left <= REMIND_DAYS else TrainingStatus.VALID

    @property
    def days_left(self) -> int:
        """Below 0 when it is over; 0 on its last day, and when nothing was passed."""
        return (self.until - self.today).days if self.until else 0

    @property
    def may_act(self) -> bool:
        return self.status in (TrainingStatus.VALID, TrainingStatus.ENDING)


def overview(now: datetime) -> list[Trained]:
    """Everybody active whose role needs a training, those in need first. Two queries."""
    roles = [role.value for role in ROLES_TRAINED]
    people = User.objects.filter(is_active=True, groups__name__in=roles).distinct()
    found = _trained(people, now)
    return sorted(found, key=lambda each: (each.until or date.min, str(each.user)))


def training_of(user: User, now: datetime) -> Trained:
    """How this person's training stands. One query."""
    [found] = _trained([user], now)
    return found


def acts_of(user: User) -> list[Any]:
    """What this person's role lets them do, and only with a valid training."""
    return [label for permission, label in ACTS.items() if user.has_perm(permission)]


def _trained(people: Iterable[User], now: datetime) -> list[Trained]:
    everybody = list(people)
    today = team_day(now)
    until = _last_days([user.pk for user in everybody], today)
    return [Trained(user, until.get(user.pk), today) for user in everybody]


def _last_days(user_ids: Collection[int], today: date) -> dict[int, date]:
    """A training passed on a later day than today does not count yet."""
    counted = Q(course__qualifies=True, passed_on__lte=today)
    records = TrainingRecord.objects.filter(counted, user_id__in=user_ids)
    return dict(records.values_list("user_id").annotate(Max("valid_until")))
