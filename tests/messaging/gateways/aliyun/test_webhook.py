"""Webhooks in the shape of Aliyun: SmsReport and SmsUp."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from messaging.gateways.aliyun.webhook import AliyunWebhook
from messaging.inbound.requests import work as calls
from messaging.models import InboundRequest, Message, Receipt, Reply, Suppression
from tests.messaging.conftest import CloudCaller, Handed

pytestmark = pytest.mark.django_db
KEPT = (200, {"code": 0, "msg": "OK"})


def number(message: Message) -> str:
    """As Aliyun writes it: without the country."""
    assert message.contact_point is not None
    return message.contact_point.address.removeprefix("+86")


def report(message: Message, **said: Any) -> dict[str, Any]:
    return {
        "phone_number": number(message),
        "send_time": "2026-09-15 10:30:00",
        "report_time": "2026-09-15 10:30:02",
        "success": True,
        "err_code": "DELIVRD",
        "err_msg": "用户接收成功",
        "sms_size": "1",
        "biz_id": "932702304080415357^0",
        "out_id": str(message.pk),
        **said,
    }


def sms_up(message: Message, text: str, **said: Any) -> dict[str, Any]:
    return {
        "phone_number": number(message),
        "send_time": "2026-09-15 10:31:00",
        "content": text,
        "sign_name": "安和消费金融",
        "dest_code": "1069",
        "sequence_id": 1234567890,
        **said,
    }


# Receipts


def test_a_receipt_is_answered_as_aliyun_wants_and_moves_its_message(
    aliyun: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(aliyun.gateway)
    assert aliyun.says("receipts", [report(message)]) == KEPT
    calls.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("delivered", "")
    receipt = Receipt.objects.get()
    assert (receipt.gateway_ref, receipt.message) == ("932702304080415357^0", message)


@pytest.mark.parametrize(
    ("said", "state", "code"),
    [
        ({"success": False, "err_code": "MK:0001"}, "undelivered", "MK:0001"),
        ({"success": "false", "err_code": "MI:0024"}, "undelivered", "MI:0024"),
        ({"success": "true", "err_code": "DELIVERED"}, "delivered", ""),
        ({"success": None, "err_code": "DELIVRD"}, "delivered", ""),
        ({"success": None, "err_code": "UNDELIV"}, "undelivered", "UNDELIV"),
        ({"success": False, "err_code": 21610}, "undelivered", "aliyun:21610"),
        ({"success": None, "err_code": "WHATEVER"}, "unknown", ""),
    ],
)
def test_success_is_what_counts_and_the_code_is_kept(
    aliyun: CloudCaller, handed: Handed, now: datetime, said: Any, state: str, code: str
) -> None:
    message = handed(aliyun.gateway, state="unknown")
    assert aliyun.says("receipts", [report(message, **said)]) == KEPT
    calls.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.error_code) == (state, code)


def test_the_number_of_parts_is_no_part(aliyun: CloudCaller, handed: Handed, now: datetime) -> None:
    message = handed(aliyun.gateway)
    aliyun.says("receipts", [report(message, sms_size="3")])
    calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"
    receipt = Receipt.objects.get()
    assert (receipt.part, receipt.parts) == (None, None)


def test_one_request_id_for_many_numbers_is_told_apart_by_the_number(
    aliyun: CloudCaller, handed: Handed, now: datetime
) -> None:
    one, other = (handed(aliyun.gateway) for _ in range(2))
    Message.objects.update(gateway_ref="b-1")
    aliyun.says("receipts", [report(other, biz_id="b-1", out_id="our-batch-7", success=False)])
    calls.work(now=now)
    assert {m.pk: m.state for m in Message.objects.all()} == {
        one.pk: "accepted",
        other.pk: "undelivered",
    }


def test_an_id_of_somebody_elses_counting_moves_no_other_number(
    aliyun: CloudCaller, handed: Handed, now: datetime
) -> None:
    """An adapter's own serial number may be an id of ours by chance."""
    ours, meant = handed(aliyun.gateway), handed(aliyun.gateway)
    Message.objects.filter(pk=meant.pk).update(gateway_ref="b-2")
    aliyun.says("receipts", [report(meant, out_id=str(ours.pk), biz_id="b-2")])
    aliyun.says("receipts", [report(meant, out_id=str(ours.pk), biz_id="b-3")])
    calls.work(now=now)
    assert {m.pk: m.state for m in Message.objects.all()} == {
        ours.pk: "accepted",
        meant.pk: "delivered",
    }
    assert list(Receipt.objects.order_by("pk").values_list("message", flat=True)) == [
        meant.pk,
        None,
    ]


def test_a_masked_number_is_not_looked_at(
    aliyun: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(aliyun.gateway)
    aliyun.says("receipts", [report(message, phone_number="141****0001")])
    calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"


def test_in_any_order_twice_and_for_ids_nobody_knows(
    aliyun: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(aliyun.gateway)
    failed = report(message, success=False, err_code="MK:0005")
    unknown = report(message, out_id="", biz_id="who knows")
    for document in ([failed, unknown], [report(message)], [failed]):
        assert aliyun.says("receipts", document) == KEPT
        calls.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("undelivered", "MK:0005")
    assert Receipt.objects.count() == 4


@pytest.mark.parametrize("code", ["MBBLACK", "DBBLACK", "TDBLACK", "MOBILE_IN_BLACK"])
def test_a_black_list_is_an_opt_out(
    aliyun: CloudCaller, handed: Handed, now: datetime, code: str
) -> None:
    message = handed(aliyun.gateway)
    aliyun.says("receipts", [report(message, success=False, err_code=code)])
    calls.work(now=now)
    assert Suppression.objects.get(channel="sms").address_hash == message.address_hash


@pytest.mark.parametrize("code", ["21610", "SIGNATURE_BLACKLIST", "DB:0142", ""])
def test_what_means_nothing_here_stops_nobody(
    aliyun: CloudCaller, handed: Handed, now: datetime, code: str
) -> None:
    """21610 is an opt-out to Twilio alone."""
    aliyun.says("receipts", [report(handed(aliyun.gateway), success=False, err_code=code)])
    calls.work(now=now)
    assert not Suppression.objects.exists()


# Replies


@pytest.mark.parametrize("text", ["TD", "退订", "怎么退订啊", "打错了"])
def test_what_must_stop_has_stopped_when_the_door_answers(
    aliyun: CloudCaller, handed: Handed, text: str
) -> None:
    message = handed(aliyun.gateway)
    waiting = handed(aliyun.gateway, state="claimed", point=message.contact_point)
    assert aliyun.says("replies", [sms_up(message, text)]) == KEPT
    assert Suppression.objects.get(channel="sms").address_hash == message.address_hash
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert InboundRequest.objects.get().state == "done"


def test_the_same_reply_twice_is_taken_once(
    aliyun: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(aliyun.gateway)
    for _ in range(2):
        assert aliyun.says("replies", [sms_up(message, "好的"), sms_up(message, "TD")]) == KEPT
    calls.work(now=now)
    assert Reply.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_opt_out_in_any_encoding_is_one(
    aliyun: CloudCaller, handed: Handed, encoding: str
) -> None:
    message = handed(aliyun.gateway)
    assert aliyun.says("replies", [sms_up(message, "退订")], encoding) == KEPT
    assert Suppression.objects.count() == 1


def test_an_object_alone_is_read_too(aliyun: CloudCaller, handed: Handed) -> None:
    assert aliyun.says("replies", sms_up(handed(aliyun.gateway), "TD")) == KEPT
    assert Suppression.objects.count() == 1


# Nothing breaks

_FIELDS = [
    *("phone_number", "success", "err_code", "biz_id", "out_id", "sms_size"),
    *("content", "sequence_id", "send_time"),
]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(entries=st.lists(_JSON, max_size=5))
def test_no_entries_break_a_reader(entries: list[Any]) -> None:
    body = json.dumps(entries).encode()
    receipts, answers = AliyunWebhook().receipts(body, ""), AliyunWebhook().replies(body, "")
    assert len(receipts.entries) + receipts.unreadable == len(entries)
    assert len(answers.entries) + answers.unreadable == len(entries)
