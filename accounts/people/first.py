"""The people there are before anybody can be asked: two administrators, and a sample's staff."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Lender, StaffLender, StaffRequest, TrainingCourse, TrainingRecord, User
from accounts.models.staff import TRAINING_VALID_DAYS

Kind, State = StaffRequest.Kind, StaffRequest.State


@transaction.atomic
def give_role(user: User, role: str, *, why: str, now: datetime) -> None:
    """By nobody; the database takes that only until two administrators have been made."""
    _approved(user, now=now, why=why, kind=Kind.ROLE, role=role)
    user.groups.add(Group.objects.get(name=role))


@transaction.atomic
def give_lender(user: User, lender: Lender | None, *, why: str, now: datetime) -> None:
    """As `give_role`; None: all lenders."""
    _approved(user, now=now, why=why, kind=Kind.LENDER, lender=lender)
    StaffLender.objects.create(user=user, lender=lender)


@transaction.atomic
def record_training(
    user: User, course: TrainingCourse, passed_on: date, *, why: str, now: datetime
) -> None:
    """As `give_role`."""
    _approved(user, now=now, why=why, kind=Kind.TRAINING, course=course, passed_on=passed_on)
    TrainingRecord.objects.create(
        user=user,
        course=course,
        passed_on=passed_on,
        valid_until=passed_on + timedelta(days=TRAINING_VALID_DAYS),
    )


def _approved(user: User, *, now: datetime, why: str, **wanted: object) -> None:
    StaffRequest.objects.create(
        subject=user, why=why, asked_at=now, decided_at=now, state=State.APPROVED, **wanted
    )
