"""Power over people takes two of them, never the person; the database knows no other way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry, StaffRequest, TrainingCourse, TrainingRecord, User
from accounts.people import first, requests
from accounts.people.requests import Wanted
from tests import make

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
ROLE = Wanted(kind="role", role="supervisor")


@pytest.fixture
def two() -> tuple[User, User]:
    return make.staff("administrator"), make.staff("administrator")


@pytest.fixture
def mallory() -> User:
    return User.objects.create(username="mallory", is_staff=True)


def roles(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def test_a_role_comes_with_the_second_persons_word(two: tuple[User, User], mallory: User) -> None:
    asks, decides = two
    asked = requests.ask(mallory, ROLE, why="new colleague", by=asks, now=NOW)
    assert roles(mallory) == set()
    done = requests.approve(asked, by=decides, now=NOW)
    assert roles(mallory) == {"supervisor"}
    assert (done.state, done.decided_by) == ("approved", decides)
    assert done.used_at is not None


def test_who_asked_does_not_decide(two: tuple[User, User], mallory: User) -> None:
    asked = requests.ask(mallory, ROLE, why="x", by=two[0], now=NOW)
    with pytest.raises(Refused, match=r"[Aa]nother|另"):
        requests.approve(asked, by=two[0], now=NOW)
    assert roles(mallory) == set()


def test_nobody_asks_or_decides_about_themselves(two: tuple[User, User]) -> None:
    asks, decides = two
    with pytest.raises(Refused):
        requests.ask(asks, Wanted(kind="password"), why="x", by=asks, now=NOW)
    asked = requests.ask(decides, Wanted(kind="password"), why="x", by=asks, now=NOW)
    with pytest.raises(Refused):
        requests.approve(asked, by=decides, now=NOW)


def test_an_administrator_never_holds_a_business_role(two: tuple[User, User]) -> None:
    boss = make.staff("supervisor")
    for person, role in ((two[1], "supervisor"), (boss, "administrator")):
        with pytest.raises(Refused):
            requests.ask(person, Wanted(kind="role", role=role), why="x", by=two[0], now=NOW)


def test_the_database_refuses_the_union_also_where_it_was_approved(mallory: User) -> None:
    first.give_role(mallory, "supervisor", why="x", now=NOW)
    with pytest.raises(IntegrityError, match="no other role"), transaction.atomic():
        first.give_role(mallory, "administrator", why="x", now=NOW)


def given(person: User, wanted: Wanted, asks: User, approves: User) -> None:
    asked = requests.ask(person, wanted, why="x", by=asks, now=NOW)
    requests.approve(asked, by=approves, now=NOW)


@pytest.mark.parametrize("part", ["asks", "approves"])
def test_nobody_gives_a_colleague_people_they_do_not_work_with(part: str, mallory: User) -> None:
    own, other = make.lender(), make.lender()
    of_all, of_one = make.staff("administrator"), make.staff("administrator", lenders=[own])
    asks, approves = (of_one, of_all) if part == "asks" else (of_all, of_one)
    for lender in (other, None):
        wanted = Wanted(kind="lender", lender=lender)
        with pytest.raises(Refused, match=r"people you do not work with|不负责的客户"):
            given(mallory, wanted, asks, approves)
    given(mallory, Wanted(kind="lender", lender=own), asks, approves)
    assert [each.lender for each in mallory.works_with.all()] == [own]


def test_a_role_written_to_its_table_is_refused(two: tuple[User, User], mallory: User) -> None:
    group = Group.objects.get(name="supervisor")
    with pytest.raises(IntegrityError, match="nobody has approved"), transaction.atomic():
        mallory.groups.add(group)
    colleague = make.staff("supervisor")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user_groups SET user_id = %s WHERE user_id = %s",
            [mallory.pk, colleague.pk],
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        mallory.user_permissions.add(Permission.objects.first())


def test_an_approved_request_gives_a_role_once(two: tuple[User, User], mallory: User) -> None:
    asked = requests.ask(mallory, ROLE, why="x", by=two[0], now=NOW)
    requests.approve(asked, by=two[1], now=NOW)
    requests.take_role(mallory, "supervisor")
    with pytest.raises(IntegrityError), transaction.atomic():
        mallory.groups.add(Group.objects.get(name="supervisor"))
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRequest.objects.filter(pk=asked.pk).update(used_at=None)


def test_the_first_administrators_are_made_once(two: tuple[User, User], mallory: User) -> None:
    with pytest.raises(IntegrityError, match="one of them asks"), transaction.atomic():
        first.give_role(mallory, "administrator", why="x", now=NOW)


@pytest.mark.parametrize("role", ["collector", "agent", "supervisor", "auditor"])
def test_only_administrators_ask(role: str, two: tuple[User, User], mallory: User) -> None:
    with pytest.raises(Refused):
        requests.ask(mallory, ROLE, why="x", by=make.staff(role), now=NOW)


@pytest.mark.parametrize("role", ["collector", "agent", "auditor"])
def test_only_administrators_and_supervisors_decide(
    role: str, two: tuple[User, User], mallory: User
) -> None:
    asked = requests.ask(mallory, ROLE, why="x", by=two[0], now=NOW)
    with pytest.raises(Refused):
        requests.approve(asked, by=make.staff(role), now=NOW)
    requests.approve(asked, by=make.staff("supervisor"), now=NOW)


def test_a_training_counts_from_an_approved_request_only(
    two: tuple[User, User], mallory: User
) -> None:
    course = TrainingCourse.objects.create(code="c", title="c")
    day = date(2026, 9, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRecord.objects.create(
            user=mallory, course=course, passed_on=day, valid_until=day + timedelta(days=300)
        )
    wanted = Wanted(kind="training", course=course, passed_on=day)
    requests.approve(
        requests.ask(mallory, wanted, why="certificate 7", by=two[0], now=NOW),
        by=two[1],
        now=NOW,
    )
    record = TrainingRecord.objects.get(user=mallory)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingRecord.objects.filter(pk=record.pk).update(
            valid_until=record.valid_until + timedelta(days=1)
        )


def test_a_closed_login_is_opened_by_two(two: tuple[User, User], mallory: User) -> None:
    User.objects.filter(pk=mallory.pk).update(is_active=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=mallory.pk).update(is_active=True)
    mallory.refresh_from_db()
    asked = requests.ask(mallory, Wanted(kind="login"), why="back", by=two[0], now=NOW)
    requests.approve(asked, by=two[1], now=NOW)
    mallory.refresh_from_db()
    assert mallory.is_active


def test_giving_and_taking_a_role_is_on_record(two: tuple[User, User], mallory: User) -> None:
    requests.approve(requests.ask(mallory, ROLE, why="x", by=two[0], now=NOW), by=two[1], now=NOW)
    requests.take_role(mallory, "supervisor")
    trail = AuditEntry.objects.filter(table="accounts_user_groups", row_id=str(mallory.pk))
    assert [(e.action, (e.after or e.before)["role"]) for e in trail.order_by("pk")] == [
        ("insert", "supervisor"),
        ("delete", "supervisor"),
    ]


def test_what_is_asked_can_be_refused_and_withdrawn_once(
    two: tuple[User, User], mallory: User
) -> None:
    asked = requests.ask(mallory, ROLE, why="x", by=two[0], now=NOW)
    with pytest.raises(Refused):
        requests.ask(mallory, ROLE, why="again", by=two[0], now=NOW)
    requests.refuse(asked, by=two[1], now=NOW)
    with pytest.raises(Refused):
        requests.approve(asked, by=two[1], now=NOW)
    again = requests.ask(mallory, ROLE, why="x", by=two[0], now=NOW)
    with pytest.raises(Refused):
        requests.withdraw(again, by=two[1], now=NOW)
    assert requests.withdraw(again, by=two[0], now=NOW).state == "withdrawn"


def test_a_course_that_did_not_qualify_trains_nobody_afterwards(two: tuple[User, User]) -> None:
    course = TrainingCourse.objects.create(code="fire", title="消防", qualifies=False)
    with pytest.raises(IntegrityError, match="never does"), transaction.atomic():
        TrainingCourse.objects.filter(pk=course.pk).update(qualifies=True)


def test_two_logins_are_no_two_people_by_one_address(mallory: User) -> None:
    """(Who makes a colleague with an address of their own gets the link to its password.)"""
    User.objects.filter(pk=mallory.pk).update(email="Mallory@example.com")
    with pytest.raises(IntegrityError, match="an_address_is_one_persons"), transaction.atomic():
        User.objects.create(username="wang", email="mallory@example.com", is_staff=True)


def test_the_address_a_second_person_is_asked_about_stays(
    two: tuple[User, User], mallory: User
) -> None:
    asks, decides = two
    User.objects.filter(pk=mallory.pk).update(email="new@example.com", password="!none")
    asked = requests.ask(mallory, Wanted(kind="password"), why="new", by=asks, now=NOW)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        User.objects.filter(pk=mallory.pk).update(email="asks@example.com")
    requests.refuse(asked, by=decides, now=NOW)
    User.objects.filter(pk=mallory.pk).update(email="other@example.com")
