"""A parameter of the address that its operation does not know is refused by its name."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Hold, Lender
from tests import make, make_api

pytestmark = pytest.mark.django_db


@pytest.fixture
def core(lender: Lender) -> make_api.Caller:
    cache.clear()
    return make_api.Caller(make_api.key(lender)[1])


def names(answer: Any) -> list[str]:
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    return [each["pointer"] for each in answer.json()["errors"]]


def test_a_misspelt_filter_does_not_answer_with_everything(core: make_api.Caller) -> None:
    assert names(core.get("/messages?custmer_no=K1&state=queued")) == ["custmer_no"]
    assert core.get("/messages?customer_no=K1&state=queued").status_code == 200


def test_an_address_that_takes_none_takes_none(core: make_api.Caller, lender: Lender) -> None:
    loan = make.loan(lender=lender)
    assert names(core.get(f"/loans/{loan.loan_no}?a=1&b=2&a=3")) == ["a", "b"]


def test_what_is_written_is_refused_as_well_and_nothing_is_done(
    core: make_api.Caller, lender: Lender
) -> None:
    address = f"/customers/{make.loan(lender=lender).customer.customer_no}/holds"
    assert names(core.post(f"{address}?dry_run=1", {"kind": "manual", "reason": "x"})) == [
        "dry_run"
    ]
    assert not Hold.objects.exists()


def test_a_long_name_is_cut_and_its_value_not_repeated(core: make_api.Caller) -> None:
    answer = core.get(f"/messages?{'x' * 300}=secret")
    assert names(answer) == ["x" * 60]
    assert b"secret" not in answer.content


def test_without_a_key_nothing_is_told_of_names(db: None) -> None:
    cache.clear()
    assert Client().get("/api/v1/messages?x=1").status_code == 401


def test_it_is_said_in_chinese_too(core: make_api.Caller) -> None:
    answer = core.get("/messages?x=1", **{"Accept-Language": "zh"})
    assert "参数" in answer.json()["detail"]
