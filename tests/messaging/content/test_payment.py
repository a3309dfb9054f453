"""Money goes to the lender: what may stand among its ways to pay."""

import pytest

from messaging.content import payment
from messaging.content.payment import problems, read

HOSTS = ["pay.anhe.example", "Anhe.example"]
NAMES = ["安和消费金融", "Anhe Finance"]
ACCOUNT = {"bank": "示例银行", "holder": "安和消费金融有限公司", "number": "1100 0200-3000 4567"}


def _found(**said: str) -> list[tuple[str, str]]:
    return list(problems(read(said), hosts=HOSTS, names=NAMES))


def test_an_account_in_the_lenders_name_and_a_link_of_its_own_pass() -> None:
    assert _found(**ACCOUNT, link="https://anhe.example/pay?from=text") == []
    assert read(ACCOUNT).number == "1100020030004567"
    assert read(ACCOUNT).grouped == "1100 0200 3000 4567"
    assert _found(**ACCOUNT | {"holder": "Anhe Finance Ltd"}) == []


@pytest.mark.parametrize("holder", ["王小明", "代收：安和消费金融", "张伟（安和消费金融）", "。"])
def test_an_account_of_anybody_else_is_refused(holder: str) -> None:
    assert _found(**ACCOUNT | {"holder": holder}) == [("holder", "another_holder")]


@pytest.mark.parametrize("missing", payment.ACCOUNT)
def test_an_account_says_bank_holder_and_number(missing: str) -> None:
    assert _found(**ACCOUNT | {missing: ""}) == [(missing, "missing")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1234567", "no_account"),
        ("1" * 35, "no_account"),
        ("1234五6789", "no_account"),
        ("138 0013 8000", "a_mobile_number"),
        ("+86 13800138000", "no_account"),
        ("8613800138000", "a_mobile_number"),
    ],
)
def test_what_is_no_account_number_is_refused(number: str, code: str) -> None:
    assert _found(**ACCOUNT | {"number": number}) == [("number", code)]


def test_a_link_to_another_host_is_refused() -> None:
    assert _found(link="https://evil.example/") == [("link", "other_host")]


def test_what_is_stored_says_nothing_of_what_is_not_there() -> None:
    stored = payment.document(read({"link": " ", "app": {"en": " The app ", "zh-hans": ""}}))
    assert stored == {"app": {"en": "The app"}}
    assert payment.document(read(stored)) == stored
