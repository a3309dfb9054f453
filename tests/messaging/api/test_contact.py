"""May I contact? The engine says so, in words and with the next moment."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Hold, Lender
from tests import make, make_api, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def lender(db: None) -> Lender:
    return make_runs.ready_lender()


@pytest.fixture
def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("config.clock.now", lambda: now)
    return now


def test_a_held_customer_may_not_be_contacted_and_it_says_until_when(
    at: datetime, lender: Lender, core: make_api.Caller
) -> None:
    loan = make.loan(lender=lender)
    until = at + timedelta(days=2)
    Hold.objects.create(
        customer=loan.customer, kind="manual", reason="x", source="x", starts_at=at, until=until
    )
    said = core.get(f"/customers/{loan.customer.customer_no}/contact?lender={lender.code}").json()
    assert said["allowed"] is False
    assert said["outcome"] == "hold"
    assert any(each["rule"] == "holds" and each["outcome"] == "hold" for each in said["rules"])
    assert all(each["text"] for each in said["rules"])


def test_nothing_due_is_no_reason_to_write(
    at: datetime, lender: Lender, core: make_api.Caller
) -> None:
    loan = make.loan(lender=lender, amount_due=0)
    said = core.get(f"/customers/{loan.customer.customer_no}/contact?lender={lender.code}").json()
    assert (said["allowed"], said["reason"]) == (False, "nothing_due")


def test_a_lender_that_is_not_the_keys_is_not_there(
    at: datetime, lender: Lender, core: make_api.Caller
) -> None:
    loan = make.loan(lender=lender)
    other = make.lender()
    address = f"/customers/{loan.customer.customer_no}/contact?lender={other.code}"
    assert core.get(address).status_code == 404
