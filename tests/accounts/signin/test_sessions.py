"""A session ends when nobody is there, when it is old, and when somebody who may says so."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry, StaffSession, User
from accounts.signin import sessions
from tests import make

pytestmark = pytest.mark.django_db


def session(user: User, at: datetime) -> StaffSession:
    return StaffSession.objects.create(
        user=user, network="10.0.0.1", device="Firefox · Linux", begun_at=at, seen_at=at
    )


def test_own_sessions_are_ended_by_their_person(chen: User, now: datetime) -> None:
    here, there = session(chen, now), session(chen, now)
    sessions.end(there, by=chen, now=now)
    assert list(sessions.open_of(chen, now)) == [here]
    with pytest.raises(Refused):
        sessions.end(there, by=chen, now=now)


def test_anothers_is_ended_by_an_administrator_alone_and_on_record(
    chen: User, now: datetime
) -> None:
    theirs = session(chen, now)
    with pytest.raises(Refused):
        sessions.end(theirs, by=make.staff("supervisor"), now=now)
    admin = make.staff("administrator")
    sessions.end(theirs, by=admin, now=now)
    theirs.refresh_from_db()
    assert (theirs.ended_how, theirs.ended_by) == ("admin", admin)
    [entry] = AuditEntry.objects.filter(table="accounts_staffsession")
    assert entry.after["ended_by_id"] == admin.pk


def test_what_has_ended_stays_so(chen: User, now: datetime) -> None:
    gone = session(chen, now)
    sessions.end(gone, by=chen, now=now)
    row = StaffSession.objects.filter(pk=gone.pk)
    with pytest.raises(DatabaseError, match="a_session_ends_once"), transaction.atomic():
        row.update(ended_at=None, ended_how="", ended_by=None)
    with pytest.raises(DatabaseError, match="sessions_are_kept"), transaction.atomic():
        row.delete()


def test_a_session_stays_its_persons(chen: User, now: datetime) -> None:
    row = StaffSession.objects.filter(pk=session(chen, now).pk)
    with pytest.raises(DatabaseError, match="stays_where_it_began"), transaction.atomic():
        row.update(user=make.staff("supervisor"))
    with pytest.raises(IntegrityError, match="says_how"), transaction.atomic():
        row.update(ended_at=now)


def test_what_was_left_is_written_down(chen: User, now: datetime) -> None:
    session(chen, now - sessions.IDLE)
    old = session(chen, now - sessions.LONGEST)
    StaffSession.objects.filter(pk=old.pk).update(seen_at=now)
    fresh = session(chen, now - sessions.IDLE + timedelta(seconds=1))
    assert sessions.end_left(now) == 2
    assert list(sessions.open_of(chen, now)) == [fresh]
    ends = StaffSession.objects.exclude(ended_at=None).order_by("pk")
    assert [each.ended_how for each in ends] == ["idle", "over"]
