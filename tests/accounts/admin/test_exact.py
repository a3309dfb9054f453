"""Searching lists by a whole number: found by index, however it is typed, and nothing else."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.admin.exact import ExactSearch
from accounts.models import Loan
from tests import make

pytestmark = pytest.mark.django_db

SCREENS = {
    model._meta.label: screen
    for model, screen in admin.site._registry.items()
    if isinstance(screen, ExactSearch)
}


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(make.staff("auditor", is_superuser=True))
    return client


def found(client: Client, screen: str, term: str) -> int:
    answer = client.get(reverse(f"admin:{screen}_changelist"), {"q": term})
    assert answer.status_code == 200
    return int(answer.context["cl"].queryset.count())


def test_there_are_such_lists() -> None:
    assert {"accounts.Customer", "accounts.Loan", "messaging.Message"} <= SCREENS.keys()


@pytest.mark.parametrize("label", SCREENS)
def test_no_list_compares_upper_cased_texts_or_joins_to_search(auditor: Client, label: str) -> None:
    loan = make.loan(loan_no="L-1")
    name = label.lower().replace(".", "_")
    with CaptureQueriesContext(connection) as asked:
        found(auditor, name, loan.customer.customer_no)
    assert not [each["sql"] for each in asked if "UPPER(" in each["sql"]]


def test_a_loan_is_found_by_its_number_and_by_its_customers(auditor: Client) -> None:
    loan = make.loan(loan_no="L-1")
    make.loan(loan_no="L-2")
    customer_no = loan.customer.customer_no
    for term in ("L-1", f" {customer_no} "):
        assert found(auditor, "accounts_loan", term) == 1
    assert found(auditor, "accounts_customer", "L-1") == 1
    assert found(auditor, "accounts_customer", customer_no) == 1
    assert Loan.objects.count() == 2


@pytest.mark.parametrize("term", ["L", "l-1", "%", "'", "x" * 5000, "没有"])
def test_nothing_is_found_by_a_part_or_by_anything_odd(auditor: Client, term: str) -> None:
    make.loan(loan_no="L-1")
    assert found(auditor, "accounts_customer", term) == 0


def test_a_search_for_a_nul_is_refused(auditor: Client) -> None:
    answer = auditor.get(reverse("admin:accounts_customer_changelist"), {"q": "\0"})
    assert answer.status_code == 400


def test_an_empty_box_shows_all(auditor: Client) -> None:
    make.loan()
    assert found(auditor, "accounts_loan", " ") == 1
