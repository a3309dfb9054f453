"""A legal hold binds from the asking on; two people place it, and two lift it."""

from datetime import datetime

import pytest

from accounts.errors import Refused
from accounts.models import AuditEntry, Customer, LegalHold, User
from accounts.retention import legal_holds
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> Customer:
    return make.customer()


@pytest.fixture
def placed(two: tuple[User, User], customer: Customer, now: datetime) -> LegalHold:
    asked = legal_holds.ask(customer, why="court file 12", by=two[0], now=now)
    return legal_holds.place(asked, by=two[1], now=now)


def test_it_is_in_force_before_the_second_person_has_decided(
    two: tuple[User, User], customer: Customer, now: datetime
) -> None:
    asked = legal_holds.ask(customer, why="court file 12", by=two[0], now=now)
    assert legal_holds.in_force(customer) == [asked]


def test_who_asked_does_not_place_it(
    two: tuple[User, User], customer: Customer, now: datetime
) -> None:
    asked = legal_holds.ask(customer, why="court file 12", by=two[0], now=now)
    with pytest.raises(Refused, match=r"nother|另"):
        legal_holds.place(asked, by=two[0], now=now)


def test_a_refused_one_binds_no_more(
    two: tuple[User, User], customer: Customer, now: datetime
) -> None:
    asked = legal_holds.ask(customer, why="court file 12", by=two[0], now=now)
    legal_holds.refuse(asked, by=two[1], now=now)
    assert legal_holds.in_force(customer) == []


def test_it_stays_in_force_until_a_second_person_lifts_it(
    two: tuple[User, User], placed: LegalHold, customer: Customer, now: datetime
) -> None:
    lifting = legal_holds.ask_to_lift(placed, why="settled", by=two[0], now=now)
    assert legal_holds.in_force(customer) == [lifting]
    with pytest.raises(Refused, match=r"nother|另"):
        legal_holds.lift(lifting, by=two[0], now=now)
    legal_holds.lift(lifting, by=two[1], now=now)
    assert legal_holds.in_force(customer) == []


def test_what_is_to_be_lifted_can_be_kept(
    two: tuple[User, User], placed: LegalHold, now: datetime
) -> None:
    lifting = legal_holds.ask_to_lift(placed, why="settled", by=two[0], now=now)
    with pytest.raises(Refused, match=r"decides|决定"):
        legal_holds.keep(lifting, by=make.staff("agent"))
    assert legal_holds.keep(lifting, by=two[1]).state == "placed"


def test_every_step_is_on_record(placed: LegalHold) -> None:
    entries = AuditEntry.objects.filter(table="accounts_legalhold", row_id=str(placed.pk))
    assert [entry.action for entry in entries.order_by("pk")] == ["insert", "update"]
