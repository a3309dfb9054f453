"""Customers, their loans and repayments, to read: addresses and names masked as on any screen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema

from accounts.api import finding
from accounts.api.may import needs
from accounts.api.shapes import Number
from accounts.disclosure import personal
from accounts.models import ContactPoint, Customer, Loan, Repayment
from accounts.models.api_key import Scope

router = Router(tags=["customers and loans"], auth=needs(Scope.CUSTOMERS_READ))
MOST_LOANS = 200


class PointOut(Schema):
    """One address of a customer. `address` is masked."""

    id: int
    channel: str
    role: str
    address: str
    state: str
    confirmed_on: dt.date | None


class ConsentKept(Schema):
    """A consent as it is kept: how, when and on what evidence it was given, and revoked."""

    kind: str
    via: str
    given_at: dt.datetime
    evidence: str
    revoked_at: dt.datetime | None
    revocation: str


class LoanOut(Schema):
    """As the ledger has it: the last told figures less repayments since. Money is text."""

    loan_no: str
    customer_no: str
    lender: str
    product: str
    currency: str
    principal: str
    outstanding: str
    amount_due: str
    due_date: dt.date
    as_of: dt.datetime
    cause: str
    officer_name: str


class CustomerOut(Schema):
    """`name` is masked. Of the loans, those of the key's lenders."""

    customer_no: str
    name: str
    salutation: str
    language: str
    timezones: list[str]
    wished_language: str
    wished_channel: str
    wished_hours: str
    erased: bool
    contact_points: list[PointOut]
    consents: list[ConsentKept]
    loans: list[LoanOut]


class RepaymentOut(Schema):
    """Negative where it takes another back (`reverses`)."""

    reference: str
    loan_no: str
    paid_on: dt.date
    amount: str
    recorded_at: dt.datetime
    reverses: str | None
    taken_back: bool


@router.get("/customers/{customer_no}", response=CustomerOut, operation_id="readCustomer")
def read_customer(request: HttpRequest, customer_no: Path[Number]) -> dict[str, Any]:
    """One customer with addresses and loans."""
    found = finding.customer(customer_no)
    loans = Loan.objects.filter(customer=found).select_related("lender", "customer")
    return {
        "customer_no": found.customer_no,
        "name": personal.masked_name(found),
        "salutation": found.salutation,
        "language": found.language,
        "timezones": found.timezones,
        "wished_language": found.wished_language,
        "wished_channel": found.wished_channel,
        "wished_hours": found.wished_hours,
        "erased": found.erased_at is not None,
        "contact_points": [point_out(each) for each in _points(found)],
        "consents": list(
            found.consents.order_by("-given_at", "-pk").values(*ConsentKept.model_fields)
        ),
        "loans": [loan_out(each) for each in loans.order_by("pk")[:MOST_LOANS]],
    }


@router.get("/loans/{loan_no}", response=LoanOut, operation_id="readLoan")
def read_loan(request: HttpRequest, loan_no: Path[Number]) -> dict[str, Any]:
    """One loan."""
    return loan_out(finding.loan(loan_no))


@router.get("/repayments/{reference}", response=RepaymentOut, operation_id="readRepayment")
def read_repayment(request: HttpRequest, reference: Path[Number]) -> dict[str, Any]:
    """One repayment, or the reversal of one."""
    rows = Repayment.objects.filter(reference=reference).select_related("loan", "reverses")
    found = finding.one(rows, _("repayment"))
    return {
        "reference": found.reference,
        "loan_no": found.loan.loan_no,
        "paid_on": found.paid_on,
        "amount": str(found.amount),
        "recorded_at": found.recorded_at,
        "reverses": found.reverses.reference if found.reverses else None,
        "taken_back": Repayment.objects.filter(reverses=found).exists(),
    }


def _points(customer: Customer) -> list[ContactPoint]:
    return list(customer.contact_points.order_by("pk"))


def point_out(point: ContactPoint) -> dict[str, Any]:
    return {
        "id": point.pk,
        "channel": point.channel,
        "role": point.role,
        "address": personal.masked_address(point),
        "state": point.state,
        "confirmed_on": point.confirmed_on,
    }


def loan_out(loan: Loan) -> dict[str, Any]:
    """With its lender and customer at hand, no query."""
    return {
        "loan_no": loan.loan_no,
        "customer_no": loan.customer.customer_no,
        "lender": loan.lender.code,
        "product": loan.product,
        "currency": loan.currency,
        "principal": str(loan.principal),
        "outstanding": str(loan.outstanding),
        "amount_due": str(loan.amount_due),
        "due_date": loan.due_date,
        "as_of": loan.as_of,
        "cause": loan.cause,
        "officer_name": loan.officer_name,
    }
