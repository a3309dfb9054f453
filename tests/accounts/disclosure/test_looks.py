"""Who looked at whom: once a day each, searches by name limited, kept for their time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.disclosure import by_name, lookers, looks
from accounts.errors import Refused
from accounts.models import Look, Watched
from accounts.models.choices import Role
from config.database_roles import granting
from tests import make
from tests.as_role import WEB, WORKER, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_a_page_of_a_customer_is_on_record_once_a_day_and_the_auditor_reads_it(
    now: datetime,
) -> None:
    customer, agent = make.customer(), desk(Role.AGENT)
    page = reverse("admin:accounts_customer_change", args=[customer.pk])
    for _twice in range(2):
        assert "看过该客户" not in agent.get(page).content.decode()
    assert [(each.how, each.day) for each in Look.objects.all()] == [("page", make.DAY)]
    told = desk(Role.AUDITOR).get(reverse("admin:customer_looks", args=[customer.pk]))
    assert str(Look.objects.get().user) in told.content.decode()
    assert len(lookers.of_customer(customer, most=10)) == 1


def test_of_several_of_one_name_each_is_found_and_on_record(now: datetime) -> None:
    two = [make.customer(name="欧阳锦瑟"), make.customer(name="歐陽 錦瑟")]
    make.customer(name="欧阳锦")
    answer = desk(Role.AGENT).post(reverse("admin:customer_find"), {"typed": "欧阳锦瑟"})
    shown = answer.content.decode()
    assert [each.customer_no in shown for each in two] == [True, True]
    assert Look.objects.filter(how="name").count() == 2
    assert "锦瑟" not in shown.replace('value="欧阳锦瑟"', "")


def test_beyond_the_days_limit_a_search_by_name_is_refused_and_told(
    now: datetime, settings: Any
) -> None:
    settings.NAMES_A_DAY = 2
    agent, people = make.staff(Role.AGENT), [make.customer(name=each * 2) for each in "甲乙丙"]
    for minute, person in enumerate(people[:2]):
        at = now + timedelta(minutes=minute)
        assert by_name.find(person.name, by=agent, now=at) == [person]
    assert by_name.find("无此人", by=agent, now=now) == []
    with pytest.raises(Refused, match="2"):
        by_name.find(people[2].name, by=agent, now=now)
    assert Watched.objects.get().kind == Watched.Kind.NAMES
    assert by_name.find(people[2].name, by=agent, now=now + timedelta(days=1)) == [people[2]]


def test_nobody_of_another_lender_is_found(now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    person = make.customer(name="欧阳锦瑟")
    make.loan(customer=person)
    stranger = make.staff(Role.AGENT, lenders=[make.lender()])
    client = Client()
    client.force_login(stranger)
    client.post(reverse("admin:find"), {"q": "欧阳锦瑟"})
    assert not Look.objects.exists()


def test_a_look_is_added_and_never_changed_and_goes_when_its_time_is_over(now: datetime) -> None:
    customer, agent = make.customer(), make.staff(Role.AGENT)
    looks.at_page(customer.pk, how=Look.How.PAGE, by=agent, now=now - looks.KEPT)
    looks.at_page(customer.pk, how=Look.How.PAGE, by=agent, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.update(user=make.staff(Role.AGENT))
    with as_role(WEB), pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.all().delete()
    with as_role(WORKER):
        assert looks.forget(now + timedelta(days=1)) == 1
    assert Look.objects.get().day == make.DAY
