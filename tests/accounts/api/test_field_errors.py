"""What is wrong with a field is said in the language of who asks, and never repeats the value."""

import re
from typing import Any

import pytest

from accounts.models import Customer, Lender
from tests import make, make_api

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def customer(lender: Lender) -> Customer:
    return make.loan(lender=lender).customer


@pytest.mark.parametrize(
    ("changed", "english", "chinese"),
    [
        ({"reason": 5}, "It is text, in quotes.", "应为文本，须加引号。"),
        ({"reason": ""}, "at least 1 characters", "至少 1 个字符"),
        ({"reason": "x" * 201}, "at most 200 characters", "最多 200 个字符"),
        ({"kind": "secret-kind"}, "one of 'manual'", "'manual'"),
        ({"until": "secret-day"}, "with its offset", "与 UTC 的时差"),
        ({"secret": 1}, "No field of this name", "没有这个字段"),
    ],
)
def test_a_wrong_field_is_told_in_two_languages(
    core: make_api.Caller, customer: Customer, changed: dict[str, Any], english: str, chinese: str
) -> None:
    body = {"kind": "manual", "reason": "asked", **changed}
    address = f"/customers/{customer.customer_no}/holds"
    for language, wanted in (("en", english), ("zh", chinese)):
        answer = core.post(address, body, **{"Accept-Language": language})
        (error,) = answer.json()["errors"]
        assert wanted in error["detail"]
        assert bool(HAN.search(error["detail"])) is (language == "zh")
        assert "secret" not in error["detail"]


def test_what_is_missing_is_named(core: make_api.Caller, customer: Customer) -> None:
    answer = core.post(f"/customers/{customer.customer_no}/holds", {"kind": "manual"})
    assert answer.json()["errors"] == [{"pointer": "/reason", "detail": "It is missing."}]
