"""What Aliyun says of a hand-over, code by code, and many numbers in one call."""

from collections.abc import Iterator
from typing import Any

import pytest

from messaging.gateways.aliyun import errors
from messaging.gateways.base import Result
from messaging.gateways.filed.driver import Sent
from tests import make, make_filed
from tests.make_filed import send, text
from tests.messaging.gateways.filed.conftest import MakeDriver, driver, server

__all__ = ["driver", "server"]


@pytest.fixture
def code() -> str:
    return "aliyun"


def expected() -> Iterator[tuple[str, Result]]:
    yield from ((code, Result.REFUSED) for code in sorted(errors.FOR_GOOD))
    yield from ((code, Result.RETRY) for code in sorted(errors.OURS | errors.PACE))
    yield from ((code, Result.UNKNOWN) for code in sorted(errors.UNCLEAR))
    yield "isv.NOBODY_LISTED_IT", Result.RETRY
    yield "isp.NOBODY_LISTED_IT", Result.UNKNOWN


@pytest.mark.parametrize(("said", "result"), list(expected()))
def test_each_documented_error_ends_as_it_must(
    driver: MakeDriver, server: Any, said: str, result: Result
) -> None:
    server.codes = [said]
    [outcome] = send(driver(), text())
    assert (outcome.result, outcome.error_code) == (result, said[:40])


def test_a_template_that_was_withdrawn_is_no_fact_about_a_customer(
    driver: MakeDriver, server: Any
) -> None:
    server.templates["77"]["status"] = 10
    [outcome] = send(driver(), text())
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "isv.SMS_TEMPLATE_ILLEGAL")


def test_a_hundred_numbers_go_in_one_call_each_with_its_own_words(
    driver: MakeDriver, server: Any
) -> None:
    texts = [text(n, name=f"王{n}") for n in range(1, 131)]
    outcomes = send(driver(call_size=100), *texts)
    assert {each.result for each in outcomes} == {Result.ACCEPTED}
    assert [each["text"] for each in server.sent] == [out.text for out in texts]
    assert len(server.asked) == 2
    assert {each.gateway_ref for each in outcomes} == {each["biz_id"] for each in server.sent}


def test_a_number_stands_once_in_a_call(driver: MakeDriver, server: Any) -> None:
    twice = [text(1), text(2), text(1, amount="9.00")]
    twice[2] = make_filed.replace(twice[2], message_id=3)
    outcomes = send(driver(call_size=100), *twice)
    assert sorted(each.message_id for each in outcomes) == [1, 2, 3]
    assert {each.result for each in outcomes} == {Result.ACCEPTED}
    assert len(server.asked) == 2


def test_one_of_a_batch_is_known_again_by_its_words(driver: MakeDriver, server: Any) -> None:
    server.faults = ["close"]
    send(driver(call_size=100), text(1), text(2))
    server.sent[0]["status"] = 3
    out = text(1)
    asked = Sent(1, out.address, out.text, make.MORNING)
    [receipt] = driver().pull([asked])
    assert (receipt.message_id, receipt.result) == (1, "delivered")
    other = Sent(1, out.address, "【安和消费金融】别的话", make.MORNING)
    assert driver().pull([other]) == []


def test_numbers_are_written_as_aliyun_writes_them() -> None:
    from messaging.gateways.aliyun.driver import number

    assert number("+8613800138000") == "13800138000"
    assert number("+85261234567") == "85261234567"
