"""A number a customer told us is written to once a second person has typed it again."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import ContactPoint, Customer, NewNumber
from accounts.models.choices import Role
from accounts.new_numbers import service
from config.database_roles import granting
from tests import make, make_inbox
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db
NUMBER = "14112345678"


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def asked(now: datetime, **columns: Any) -> NewNumber:
    customer = columns.pop("customer", None) or make.customer()
    return service.ask(
        customer,
        **{
            "typed": NUMBER,
            "replaces": customer.contact_points.first(),
            "why": "call, recording 8812",
            "by": make.staff(Role.AGENT),
            "now": now,
            **columns,
        },
    )


def test_by_the_pages_one_asks_and_another_types_it_again(now: datetime) -> None:
    customer = make.customer()
    old = customer.contact_points.get()
    said = {"typed": NUMBER, "replaces": old.pk, "why": "回复 9月15日"}
    agent, boss = desk(Role.AGENT), desk(Role.SUPERVISOR)
    page = reverse("admin:new_number_ask", args=[customer.pk])
    assert agent.post(page, said).status_code == 302
    row = NewNumber.objects.get()
    assert list(customer.contact_points.all()) == [old]
    assert NUMBER not in boss.get(reverse("admin:new_numbers")).content.decode()
    decide = reverse("admin:new_number_decide", args=[row.pk, "approve"])
    boss.post(decide, {"typed": "14112345679"})
    assert NewNumber.objects.get().state == "asked"
    boss.post(decide, {"typed": "+86 141 1234 5678"})
    row.refresh_from_db()
    old.refresh_from_db()
    point = customer.contact_points.get(state="active")
    assert (row.state, row.point, point.address) == ("approved", point, f"+86{NUMBER}")
    assert (point.confirmed_on, point.confirmed_evidence) == (make.DAY, "回复 9月15日")
    assert (old.state, old.retired_why) == ("retired", "replaced")


def test_who_asked_does_not_decide_and_takes_it_back(now: datetime) -> None:
    row = asked(now, by=(boss := make.staff(Role.SUPERVISOR)))
    with pytest.raises(Refused):
        service.approve(row, typed=NUMBER, by=boss, today=make.DAY, now=now)
    with pytest.raises(Refused):
        service.withdraw(row, by=make.staff(Role.SUPERVISOR), now=now)
    assert service.withdraw(row, by=boss, now=now).state == "withdrawn"
    with pytest.raises(Refused):
        service.refuse(row, by=make.staff(Role.SUPERVISOR), now=now)


def test_the_second_person_is_led_only_to_what_the_customer_said(now: datetime) -> None:
    """Another's words beside a strange number would look like evidence."""
    customer, somebody = make.customer(), make.customer()
    own, others = (make_inbox.conversation(at=now, customer=each) for each in (customer, somebody))
    for source in (f"conversation:{others.pk}", "conversation:0", "conversation:"):
        with pytest.raises(Refused, match="不是这位客户的"):
            asked(now, customer=customer, source=source)
    assert asked(now, customer=customer, source=f"conversation:{own.pk}").state == "asked"


@pytest.mark.parametrize("typed", ["", "12345", "王小明", "95588", "4000001001"])
def test_what_is_nobodys_number_is_refused(typed: str, now: datetime) -> None:
    with pytest.raises(Refused):
        asked(now, typed=typed)


@pytest.mark.parametrize(
    ("known", "typed", "kept"),
    [
        ("+447911123455", "07971 234567", "+447971234567"),  # in China, one in Ganzhou
        ("+85291234566", "9123 4567", "+85291234567"),
        ("+85291234566", "+86 141 1234 5678", f"+86{NUMBER}"),
    ],
)
def test_a_number_is_read_in_the_customers_country(
    known: str, typed: str, kept: str, now: datetime
) -> None:
    row = asked(now, customer=make.customer(phone=known), typed=typed)
    done = service.approve(
        row, typed=typed, by=make.staff(Role.SUPERVISOR), today=make.DAY, now=now
    )
    assert (row.number, done.point and done.point.address) == (kept, kept)


def test_where_no_number_is_known_the_country_has_to_be_written(now: datetime) -> None:
    customer = make.customer()
    customer.contact_points.all().delete()
    with pytest.raises(Refused):
        asked(now, customer=customer, typed="13800138001", replaces=None)
    assert asked(now, customer=customer, typed="+8613800138001", replaces=None).number


def test_neither_a_number_in_use_nor_a_second_request_is_taken(now: datetime) -> None:
    customer = make.customer(phone=f"+86{NUMBER}")
    with pytest.raises(Refused):
        asked(now, customer=customer)
    asked(now, customer=customer, typed="14112345670")
    with pytest.raises(Refused):
        asked(now, customer=customer, typed="14112345671")
    with pytest.raises(Refused):
        asked(now, replaces=customer.contact_points.get())


def test_a_number_that_was_anothers_is_the_customers_again(now: datetime) -> None:
    customer = make.customer(phone=f"+86{NUMBER}")
    ContactPoint.objects.update(state=ContactPoint.State.WRONG_PARTY)
    row = asked(now, customer=customer, replaces=None)
    service.approve(row, typed=NUMBER, by=make.staff(Role.SUPERVISOR), today=make.DAY, now=now)
    assert ContactPoint.objects.get().state == "active"


def test_the_database_knows_no_other_way_from_a_page(now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    customer = make.customer()
    with as_role(WEB), pytest.raises(DatabaseError), transaction.atomic():
        _typed_past_everybody(customer)
    row, boss = asked(now, customer=customer), make.staff(Role.SUPERVISOR)
    for wrong in ({"state": "approved", "decided_by": boss}, {"why": "another"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            NewNumber.objects.filter(pk=row.pk).update(**wrong)


def _typed_past_everybody(customer: Customer) -> None:
    make.contact_point(customer=customer, address=f"+86{NUMBER}")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
