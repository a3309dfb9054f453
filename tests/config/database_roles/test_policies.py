"""Which rows a page sees: its person's lenders', whatever it asks; with no filter nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.db.models import ForeignKey

from accounts.access.lenders import EVERYBODY, OWN
from accounts.audit import trail
from accounts.models import ContactPoint, Customer, Lender, Loan, User
from config.database_roles import granting
from config.database_roles.policies import POLICIES
from tests import make
from tests.as_role import WEB, WORKER, as_role

pytestmark = pytest.mark.django_db

OF_NOBODY = {
    # Tables that lead to a lender's people and need no line, and why.
    "accounts_erasure": "which rows became empty, by their numbers alone",
    "accounts_matchedcolumn": "headings of files",
    "accounts_stafflender": "about staff",
    "accounts_staffrequest": "about staff",
    "feedback_alarmnotice": "that somebody was told",
    "feedback_complaintpause": "about a text",
    "feedback_pausedecision": "about a text",
    "feedback_secrettry": "counted on customers' pages alone",
}


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")


@contextmanager
def page_of(user: User) -> Iterator[None]:
    with as_role(WEB), trail.acting(user=user, source="web", lenders=OWN):
        yield


def loans() -> set[int]:
    return set(Loan.objects.values_list("pk", flat=True))


def test_a_page_sees_its_persons_lenders_people_and_no_others() -> None:
    ours, theirs = make.loan(), make.loan()
    person = make.staff("agent", lenders=[ours.lender])
    with page_of(person):
        assert loans() == {ours.pk}
        assert set(Customer.objects.values_list("pk", flat=True)) == {ours.customer_id}
        assert not ContactPoint.objects.filter(customer=theirs.customer_id).exists()
        assert set(Lender.objects.values_list("pk", flat=True)) == {ours.lender_id}
        assert Loan.objects.filter(pk=theirs.pk).update(product="x") == 0


def test_who_works_with_all_lenders_sees_later_ones_too() -> None:
    person = make.staff("agent")
    made = {make.loan().pk, make.loan().pk}
    with page_of(person):
        assert loans() == made


def test_without_a_lender_nobody_is_seen() -> None:
    make.loan()
    with page_of(make.staff("agent", lenders=[])):
        assert not Loan.objects.exists()
        assert not Customer.objects.exists()


@pytest.mark.parametrize("said", [None, EVERYBODY, OWN])
def test_what_is_said_by_hand_shows_nothing(said: str | None) -> None:
    make.loan()
    with as_role(WEB), connection.cursor() as cursor:
        if said:
            cursor.execute("SELECT set_config('huancui.lenders', %s, true)", [said])
        assert not Loan.objects.exists()


def test_a_customer_of_two_lenders_is_seen_by_both_and_each_sees_their_loan() -> None:
    ours = make.loan()
    theirs = make.loan(customer=ours.customer)
    with page_of(make.staff("agent", lenders=[theirs.lender])):
        assert Customer.objects.filter(pk=ours.customer_id).exists()
        assert loans() == {theirs.pk}


def test_nothing_is_written_for_another_lender() -> None:
    ours, theirs = make.loan(), make.loan()
    person = make.staff("agent", lenders=[ours.lender])
    refused = pytest.raises(Error, match="row-level security")
    with page_of(person), refused, transaction.atomic():
        make.contact_point(customer=theirs.customer, address=make.sandbox_phone())


def test_a_worker_serves_every_lender() -> None:
    made = {make.loan().pk, make.loan().pk}
    with as_role(WORKER):
        assert loans() == made


def _leads_to_people(model: Any) -> bool:
    targets = {
        field.related_model._meta.db_table
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
    }
    return bool(targets & (POLICIES.keys() | {"accounts_lender"}))


def test_every_table_that_leads_to_somebodys_people_has_its_line() -> None:
    leading = {model._meta.db_table for model in apps.get_models() if _leads_to_people(model)}
    assert leading - POLICIES.keys() <= OF_NOBODY.keys()


def test_the_database_keeps_what_the_list_says() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
        assert {name for (name,) in cursor.fetchall()} == POLICIES.keys()
