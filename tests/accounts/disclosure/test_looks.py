"""Who looked at whom: once a day each, kept for their time."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.disclosure import lookers, looks
from accounts.models import Look, Search
from accounts.models.choices import Role
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


def test_a_look_is_added_and_never_changed_and_goes_when_its_time_is_over(now: datetime) -> None:
    customer, agent = make.customer(), make.staff(Role.AGENT)
    looks.at_page(customer.pk, how=Look.How.PAGE, by=agent, now=now - looks.KEPT)
    looks.at_page(customer.pk, how=Look.How.PAGE, by=agent, now=now)
    Search.objects.create(
        user=agent, day=make.DAY - looks.KEPT, at=now, what=b"x", found=0, counted=True
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.update(user=make.staff(Role.AGENT))
    with as_role(WEB), pytest.raises(DatabaseError), transaction.atomic():
        Look.objects.all().delete()
    with as_role(WORKER):
        assert looks.forget(now + timedelta(days=1)) == 2
    assert Look.objects.get().day == make.DAY
