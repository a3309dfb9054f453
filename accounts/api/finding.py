"""Rows by the names a core system has for them; what is not this key's is not there."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.api.problems import Problem
from accounts.models import Customer, Lender, Loan

T = TypeVar("T", bound=Model)


def one(rows: QuerySet[T], what: str) -> T:
    """Raises Problem."""
    row = rows.first()
    if row is None:
        raise Problem("not-found", _("There is no such %(what)s for this key.") % {"what": what})
    return row


def customer(customer_no: str) -> Customer:
    return one(Customer.objects.filter(customer_no=customer_no), _("customer"))


def loan(loan_no: str) -> Loan:
    rows = Loan.objects.filter(loan_no=loan_no).select_related("lender", "customer")
    return one(rows, _("loan"))


def lender(code: str) -> Lender:
    return one(Lender.objects.filter(code=code), _("lender"))
