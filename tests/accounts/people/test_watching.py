"""An administrator alone does not choose to be watched by nobody."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.audit import trail
from accounts.errors import Refused
from accounts.models import StaffLender, User
from accounts.people import requests
from accounts.people.watching import others_watch
from config.database_roles import granting
from tests import make
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")


def alone(act: Callable[[], object]) -> None:
    """What an administrator does on a page."""
    mallory = make.staff("administrator")
    with as_role(WEB), trail.acting(user=mallory, source="web", lenders="*"):
        act()


def closed(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def test_the_last_auditor_is_not_taken_away_by_one() -> None:
    auditor = make.staff("auditor")
    works_with = StaffLender.objects.get(user=auditor)
    assert not others_watch(auditor)
    for act in (
        lambda: requests.take_role(auditor, "auditor"),
        lambda: requests.take_lender(auditor, works_with),
    ):
        with pytest.raises(Refused, match=r"auditor|审计"):
            alone(act)
    with pytest.raises(IntegrityError, match="another auditor"), transaction.atomic():
        alone(lambda: closed(auditor))
    auditor.refresh_from_db()
    assert (auditor.is_active, auditor.groups.count()) == (True, 1)


def test_one_of_two_leaves_and_the_other_stays() -> None:
    first, second = make.staff("auditor"), make.staff("auditor")
    assert others_watch(first)
    alone(lambda: requests.take_role(first, "auditor"))
    with pytest.raises(IntegrityError, match="another auditor"), transaction.atomic():
        alone(lambda: closed(second))


def test_nobody_elses_auditor_watches_over_a_lender() -> None:
    """One of another lender does not see these people."""
    ours, theirs = make.lender(code="ours"), make.lender(code="theirs")
    first, second = make.staff("auditor", lenders=[ours]), make.staff("auditor", lenders=[theirs])
    assert not others_watch(first)
    with pytest.raises(IntegrityError, match="another auditor"), transaction.atomic():
        alone(lambda: closed(first))
    make.staff("auditor")
    assert others_watch(second)
    alone(lambda: closed(first))


def test_other_logins_are_closed_by_one() -> None:
    make.staff("auditor")
    supervisor = make.staff("supervisor")
    alone(lambda: closed(supervisor))


def test_the_page_says_why() -> None:
    auditor = make.staff("auditor")
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("administrator"))
    page = reverse("admin:accounts_user_change", args=[auditor.pk])
    shown = client.post(page, {"display_name": "x", "email": "x@example.com"}).content.decode()
    assert "another auditor" in shown
    taken = client.post(
        reverse("admin:staff_take_role", args=[auditor.pk]), {"role": "auditor"}, follow=True
    )
    assert "another auditor" in taken.content.decode()
    auditor.refresh_from_db()
    assert (auditor.is_active, auditor.groups.count()) == (True, 1)


def test_nobody_closes_all_who_could_give_power_again() -> None:
    """One administrator, by a press each, would have shut everybody else out for good."""
    mallory, honest, boss = (
        make.staff(role) for role in ("administrator", "administrator", "supervisor")
    )
    works_with = StaffLender.objects.get(user=honest)
    page = reverse("admin:accounts_user_change", args=[honest.pk])
    client = Client()
    client.force_login(mallory)

    def by_mallory(act: Callable[[], object]) -> None:
        with as_role(WEB), trail.acting(user=mallory, source="web", lenders="*"):
            act()

    for act in (
        lambda: requests.take_role(honest, "administrator"),
        lambda: requests.take_lender(honest, works_with),
        lambda: requests.take_role(boss, "supervisor"),
    ):
        with pytest.raises(Refused, match=r"another administrator|另一位管理员"):
            by_mallory(act)
    for person in (honest, boss):
        with pytest.raises(IntegrityError, match="another administrator"), transaction.atomic():
            by_mallory(lambda each=person: closed(each))
    answer = client.post(page, {"username": honest.username, "display_name": "x", "email": ""})
    assert answer.status_code == 200
    honest.refresh_from_db()
    assert honest.is_active
    # With one more of them, one may go.
    make.staff("administrator")
    by_mallory(lambda: closed(honest))
    honest.refresh_from_db()
    assert not honest.is_active
