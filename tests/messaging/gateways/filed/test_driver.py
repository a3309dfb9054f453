"""Both carriers that send only what they have on file, each at its own wire."""

import logging
from dataclasses import replace
from typing import Any

import pytest

from messaging.gateways.base import Result
from messaging.gateways.filed.driver import Sent
from tests import make, make_filed
from tests.make_filed import send, text
from tests.messaging.gateways.filed.conftest import MakeDriver


def sent_of(server: Any, n: int = 1, **columns: Any) -> Sent:
    out = text(n)
    return Sent(**{"message_id": n, "address": out.address, "text": out.text,
                   "handed_over_at": make.MORNING, **columns})  # fmt: skip


def test_the_approved_text_arrives_to_the_letter(driver: MakeDriver, server: Any) -> None:
    out = text(7, name="欧阳{1}${customer_name}", amount="0.10")
    [outcome] = send(driver(), out)
    assert outcome.result == Result.ACCEPTED
    assert outcome.gateway_ref
    assert [each["text"] for each in server.sent] == [out.text]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"version_id": 6}, "not_filed"),
        ({"version_id": None}, "not_filed"),
        ({"text": "【安和消费金融】另一段话。"}, "not_as_filed"),
        ({"text": "没有签名"}, "not_as_filed"),
    ],
)
def test_what_the_carrier_has_not_on_file_is_not_handed_over(
    driver: MakeDriver, server: Any, changed: dict[str, Any], why: str
) -> None:
    [outcome] = send(driver(), replace(text(), **changed))
    assert (outcome.result, outcome.error_code) == (Result.RETRY, why)
    assert not server.asked


@pytest.mark.parametrize("fault", ["hang", "cut", "close", "garbage", "500", "503"])
def test_an_answer_that_does_not_come_whole_leaves_it_unknown(
    driver: MakeDriver, server: Any, fault: str
) -> None:
    server.faults = [fault]
    [outcome] = send(driver(), text())
    assert outcome.result == Result.UNKNOWN
    assert len(server.asked) == 1  # and never again
    assert len(server.sent) == 1


def test_what_is_unknown_is_found_by_asking(driver: MakeDriver, server: Any, code: str) -> None:
    server.faults = ["close"]
    send(driver(), text(3))
    send(driver(), text(4))
    server.sent[0]["status"] = 3 if code == "aliyun" else "SUCCESS"
    [receipt] = driver().pull([sent_of(server, 3)])
    assert (receipt.message_id, receipt.result) == (3, "delivered")


def test_what_never_arrived_is_told_of_by_nobody(driver: MakeDriver, server: Any) -> None:
    assert driver().pull([sent_of(server, 9)]) == []


def test_a_failure_pulled_says_why(driver: MakeDriver, server: Any, code: str) -> None:
    send(driver(), text(3))
    status = (
        {"status": 2, "err": "MK:0001"}
        if code == "aliyun"
        else {"status": "FAIL", "why": "MK:0001"}
    )
    server.sent[0].update(status)
    [receipt] = driver().pull([sent_of(server, 3)])
    assert (receipt.result, receipt.error_code) == ("undelivered", "MK:0001")


def test_a_wrong_key_is_refused_for_now_and_named_in_no_log(
    driver: MakeDriver, server: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    made = driver()
    assert made.is_up()
    monkeypatch.setenv("HUANCUI_GATEWAY_FILED", "somebody:a wrong secret of some length")
    [outcome] = send(made, text())
    assert outcome.result == Result.RETRY
    assert not made.is_up()
    monkeypatch.setenv("HUANCUI_GATEWAY_FILED", "no colon in this secret")
    [outcome] = send(made, text())
    assert (outcome.result, outcome.error_code) == (Result.RETRY, "no_credentials")
    assert "wrong secret" not in caplog.text
    assert "王小明" not in caplog.text
    assert "1410000" not in caplog.text


def test_a_carrier_that_is_away_leaves_it_unsent(driver: MakeDriver) -> None:
    [outcome] = send(driver(url="http://127.0.0.1:9"), text())
    assert outcome.result == Result.RETRY
    assert outcome.error_code.startswith("connect_")


def test_a_text_is_filed_and_comes_to_be_passed_or_rejected(
    driver: MakeDriver, server: Any, code: str
) -> None:
    made = driver()
    filed = made.file_text(
        "逾期提醒 v1", make_filed.BODY, signature=make_filed.SIGNATURE, why="还款提醒"
    )
    assert made.text_ruled(filed).ruling == "waiting"
    kept = server.templates[filed]
    assert kept["content"] == server.templates["77"]["content"]
    kept.update(status=2 if code == "aliyun" else -1, why="模板不规范")
    ruled = made.text_ruled(filed)
    assert (ruled.ruling, ruled.reason) == ("rejected", "模板不规范")
    kept.update(status=make_filed.PASSED[code])
    assert made.text_ruled(filed).ruling == "passed"


def test_a_signature_is_filed_and_comes_to_be_passed(
    driver: MakeDriver, server: Any, code: str
) -> None:
    made = driver(qualification="4321")
    filed = made.file_signature("缓催金融", why="公司简称")
    assert server.signs["缓催金融"]["said"]["QualificationId"] in ("4321", 4321)
    assert made.signature_ruled(filed).ruling == "waiting"
    server.signs["缓催金融"]["status"] = make_filed.PASSED[code]
    assert made.signature_ruled(filed).ruling == "passed"
