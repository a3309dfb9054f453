"""A repeated call does nothing again and is answered as the first time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from accounts.api import once
from accounts.models import ApiCall, Customer, Hold, Lender
from tests import make, make_api

BODY = {"kind": "manual", "reason": "asked by the branch"}


@pytest.fixture
def address(lender: Lender) -> str:
    customer: Customer = make.loan(lender=lender).customer
    return f"/customers/{customer.customer_no}/holds"


def test_the_same_again_is_answered_the_same(core: make_api.Caller, address: str) -> None:
    first = core.post(address, BODY, once="a")
    again = core.post(address, BODY, once="a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Hold.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(core: make_api.Caller, address: str) -> None:
    core.post(address, BODY, once="a")
    answer = core.post(address, {**BODY, "reason": "another"}, once="a")
    assert answer.status_code == 422
    assert answer.json()["type"].endswith("key-used-otherwise")


def test_a_refused_call_may_be_made_again(core: make_api.Caller, address: str) -> None:
    assert core.post(address, {**BODY, "loan_no": "none"}, once="a").status_code == 404
    assert core.post(address, BODY, once="a").status_code == 201


def test_another_keys_calls_are_its_own(
    core: make_api.Caller, lender: Lender, address: str
) -> None:
    other = make_api.Caller(make_api.key(lender)[1])
    core.post(address, BODY, once="a")
    other.post(address, BODY, once="a")
    assert Hold.objects.count() == 2


@pytest.mark.parametrize("said", ["", "é", "a b", "x" * 81])
def test_without_a_proper_key_nothing_is_done(
    core: make_api.Caller, address: str, said: str
) -> None:
    answer = core.post(address, BODY, **{"Idempotency-Key": said})
    assert answer.status_code == 422
    assert not Hold.objects.exists()


def test_answers_are_sealed_and_forgotten(core: make_api.Caller, address: str) -> None:
    core.post(address, BODY, once="a")
    kept = ApiCall.objects.get()
    now = datetime.now(UTC) + timedelta(days=365)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer_enc FROM accounts_apicall")
        assert b"manual" not in bytes(cursor.fetchone()[0])
    assert once.forget(kept.at + once.KEPT) == 0
    assert once.forget(now) == 1
