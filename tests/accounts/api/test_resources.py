"""Customers, loans, holds, consents and numbers through the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Consent, ContactPoint, Customer, Hold, Lender, Loan
from tests import make, make_api


@pytest.fixture
def loan(lender: Lender) -> Loan:
    return make.loan(lender=lender)


@pytest.fixture
def customer(loan: Loan) -> Customer:
    return loan.customer


def test_a_customer_is_read_masked(core: make_api.Caller, customer: Customer, loan: Loan) -> None:
    said = core.get(f"/customers/{customer.customer_no}").json()
    point = customer.contact_points.get()
    assert said["contact_points"][0]["id"] == point.pk
    assert "*" in said["contact_points"][0]["address"]
    assert "*" in said["name"]
    assert point.address not in str(said)
    assert customer.name not in str(said)
    assert [each["loan_no"] for each in said["loans"]] == [loan.loan_no]


def test_a_loan_has_money_as_text(core: make_api.Caller, loan: Loan) -> None:
    said = core.get(f"/loans/{loan.loan_no}").json()
    loan.refresh_from_db()
    assert said["amount_due"] == str(loan.amount_due)
    assert said["due_date"] == loan.due_date.isoformat()


def test_a_hold_is_placed_and_lifted(core: make_api.Caller, customer: Customer) -> None:
    address = f"/customers/{customer.customer_no}/holds"
    placed = core.post(address, {"kind": "manual", "reason": "asked for at the branch"}).json()
    assert core.get(address).json()["holds"][0]["id"] == placed["id"]
    lifted = core.post(f"/holds/{placed['id']}/lift", {"reason": "settled"})
    assert lifted.status_code == 200
    assert core.get(address).json()["holds"] == []


def test_a_hold_that_people_work_is_not_lifted_by_a_key(
    core: make_api.Caller, customer: Customer
) -> None:
    hold = Hold.objects.create(
        customer=customer,
        kind="complaint",
        reason="x",
        source="complaint:1",
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    answer = core.post(f"/holds/{hold.pk}/lift", {"reason": "settled"})
    assert answer.status_code == 409
    hold.refresh_from_db()
    assert hold.released_at is None


def test_a_grave_hold_takes_a_person_to_lift(core: make_api.Caller, customer: Customer) -> None:
    address = f"/customers/{customer.customer_no}/holds"
    placed = core.post(address, {"kind": "death", "reason": "registry"}).json()
    assert core.post(f"/holds/{placed['id']}/lift", {"reason": "wrong"}).status_code == 409


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "complaint"},
        {"kind": "promise"},
        {"reason": ""},
        {"reason": "   "},
        {"reason": "x" * 201},
        {"reason": 5},
        {"until": "2026-11-29"},
        {"until": 1_800_000_000},
        {"until": "2020-01-01T00:00:00Z"},
        {"until": "２０２９-01-01T00:00:00Z"},
        {"until": "9999-12-31T23:59:59Z"},
        {"placed_by": 1},
        {"released_at": None},
    ],
)
def test_a_hold_that_is_not_right_is_refused_without_an_echo(
    core: make_api.Caller, customer: Customer, changed: dict[str, Any]
) -> None:
    body = {"kind": "manual", "reason": "asked", **changed}
    answer = core.post(f"/customers/{customer.customer_no}/holds", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(changed))}"
    assert not Hold.objects.exists()


def test_a_loan_of_another_customer_is_not_held_here(
    core: make_api.Caller, customer: Customer, lender: Lender
) -> None:
    other = make.loan(lender=lender)
    body = {"kind": "manual", "reason": "asked", "loan_no": other.loan_no}
    assert core.post(f"/customers/{customer.customer_no}/holds", body).status_code == 422


def test_a_consent_is_recorded_and_revoked(core: make_api.Caller, customer: Customer) -> None:
    address = f"/customers/{customer.customer_no}/consents"
    day = (datetime.now(UTC) - timedelta(days=40)).date().isoformat()
    body = {"kind": "night_contact", "via": "letter", "evidence": "letter of 3 May", "on": day}
    assert core.post(address, body).status_code == 201
    kept = core.get(f"/customers/{customer.customer_no}").json()["consents"]
    assert [(each["kind"], each["evidence"]) for each in kept] == [
        ("night_contact", "letter of 3 May")
    ]
    assert Consent.objects.get(revoked_at=None).recorded_by.is_machine
    revoked = core.post(f"{address}/revoke", {"kind": "night_contact", "how": "by letter"})
    assert revoked.json() == {"kind": "night_contact", "given_at": None}
    assert not Consent.objects.filter(revoked_at=None).exists()
    assert core.post(address, body).status_code == 422, "the customer has revoked it since that day"


def test_a_number_is_confirmed(core: make_api.Caller, customer: Customer) -> None:
    point: ContactPoint = customer.contact_points.get()
    day = (datetime.now(UTC) - timedelta(days=40)).date().isoformat()
    answer = core.post(
        f"/contact-points/{point.pk}/confirm", {"on": day, "evidence": "called back"}
    )
    assert answer.json()["confirmed_on"] == day


def test_a_day_to_come_confirms_nothing(core: make_api.Caller, customer: Customer) -> None:
    point: ContactPoint = customer.contact_points.get()
    body = {"on": "2099-01-01", "evidence": "called back"}
    assert core.post(f"/contact-points/{point.pk}/confirm", body).status_code == 422
