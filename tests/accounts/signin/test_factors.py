"""Who needs a second factor, and who takes one away."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry, Factor, StaffSession, User
from accounts.people import requests
from accounts.people.requests import Wanted
from accounts.signin import factors, recovery
from tests import make
from tests.make_sign_in import with_app

pytestmark = pytest.mark.django_db
LOST = Wanted(kind="factor")


@pytest.mark.parametrize(
    ("roles", "needed"),
    [((), False), (("all",), True), (("collector",), True), (("administrator",), False)],
)
def test_the_role_says_who_needs_one(
    chen: User, settings: Any, roles: tuple[str, ...], needed: bool
) -> None:
    settings.SECOND_FACTOR_ROLES = roles
    assert factors.needs_one(chen) is needed


def test_who_has_one_needs_none(chen: User, settings: Any, now: datetime) -> None:
    settings.SECOND_FACTOR_ROLES = ("all",)
    with_app(chen, now)
    assert not factors.needs_one(chen)


def test_one_removes_ones_own_alone(chen: User, now: datetime) -> None:
    app = with_app(chen, now)
    recovery.renew(chen, now=now)
    with pytest.raises(Refused):
        factors.remove(app, by=make.staff("administrator"), now=now)
    factors.remove(app, by=chen, now=now)
    assert not factors.of(chen).exists()
    assert recovery.left(chen) == 0


def test_anothers_goes_by_two_people_with_all_their_sessions(chen: User, now: datetime) -> None:
    asks, decides = make.staff("administrator"), make.staff("administrator")
    with_app(chen, now)
    with_app_two = Factor.objects.create(
        user=chen, kind="passkey", secret="x", begun_at=now, confirmed_at=now
    )
    recovery.renew(chen, now=now)
    StaffSession.objects.create(user=chen, network="", device="", begun_at=now, seen_at=now)
    asked = requests.ask(chen, LOST, why="telephone lost", by=asks, now=now)
    with pytest.raises(Refused):
        requests.approve(asked, by=asks, now=now)
    assert factors.of(chen).count() == 2
    requests.approve(asked, by=decides, now=now)
    assert not factors.of(chen).exists()
    assert recovery.left(chen) == 0
    assert not StaffSession.objects.filter(user=chen, ended_at=None).exists()
    entry = AuditEntry.objects.filter(table="accounts_factor", row_id=str(with_app_two.pk)).last()
    assert entry.after["removed_by_id"] == decides.pk
    asked.refresh_from_db()
    assert asked.used_at is not None


def test_the_database_takes_none_away_for_less(chen: User, now: datetime) -> None:
    admin, other = make.staff("administrator"), make.staff("administrator")
    row = Factor.objects.filter(pk=with_app(chen, now).pk)
    with pytest.raises(IntegrityError, match="nobody has approved"), transaction.atomic():
        row.update(removed_at=now, removed_by=admin)
    asked = requests.ask(chen, LOST, why="lost", by=admin, now=now)
    with pytest.raises(IntegrityError, match="nobody has approved"), transaction.atomic():
        row.update(removed_at=now, removed_by=admin, removed_for=asked)
    requests.approve(asked, by=other, now=now)
    with pytest.raises(DatabaseError, match="stays_so"), transaction.atomic():
        row.update(removed_at=None, removed_by=None, removed_for=None)
    with pytest.raises(DatabaseError, match="factors_are_kept"), transaction.atomic():
        row.delete()


def test_nothing_is_reset_where_there_is_nothing(chen: User, now: datetime) -> None:
    with pytest.raises(Refused, match=r"second factor|第二"):
        requests.ask(chen, LOST, why="lost", by=make.staff("administrator"), now=now)
