"""Webhooks in the shape of Tencent: an array of receipts, a reply an object."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given, strategies as st

from messaging.gateways.tencent.webhook import TencentWebhook, number
from messaging.inbound.requests import work as calls
from messaging.models import InboundRequest, Message, Receipt, Reply, Suppression
from tests.messaging.conftest import CloudCaller, Handed

pytestmark = pytest.mark.django_db
KEPT = (200, {"result": 0, "errmsg": "OK"})


def mobile(message: Message) -> str:
    assert message.contact_point is not None
    return message.contact_point.address.removeprefix("+86")


def status(message: Message, **said: Any) -> dict[str, Any]:
    return {
        "user_receive_time": "2026-09-15 10:30:02",
        "nationcode": "86",
        "mobile": mobile(message),
        "report_status": "SUCCESS",
        "errmsg": "DELIVRD",
        "description": "用户短信送达成功",
        "sid": "8:aIt9bcbZHdse7kBZuqi20260915",
        "SessionContext": str(message.pk),
        **said,
    }


def reply(message: Message, text: str, **said: Any) -> dict[str, Any]:
    return {
        "extend": "01",
        "mobile": mobile(message),
        "nationcode": "86",
        "sign": "安和消费金融",
        "text": text,
        "time": 1789468260,
        **said,
    }


# Receipts


def test_a_receipt_is_answered_as_tencent_wants_and_moves_its_message(
    tencent: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(tencent.gateway)
    assert tencent.says("receipts", [status(message)]) == KEPT
    calls.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.error_code) == ("delivered", "")
    assert Receipt.objects.get().gateway_ref == "8:aIt9bcbZHdse7kBZuqi20260915"


@pytest.mark.parametrize(
    ("said", "state", "code"),
    [
        ({"report_status": "FAIL", "errmsg": "MK:0001"}, "undelivered", "MK:0001"),
        ({"report_status": "fail", "errmsg": "MI:0024"}, "undelivered", "MI:0024"),
        ({"report_status": "", "errmsg": "DELIVRD"}, "delivered", ""),
        ({"report_status": "FAIL", "errmsg": "21610"}, "undelivered", "tencent:21610"),
        ({"report_status": None, "errmsg": "WHATEVER"}, "unknown", ""),
    ],
)
def test_the_status_is_what_counts_and_the_code_is_kept(
    tencent: CloudCaller, handed: Handed, now: datetime, said: Any, state: str, code: str
) -> None:
    message = handed(tencent.gateway, state="unknown")
    assert tencent.says("receipts", [status(message, **said)]) == KEPT
    calls.work(now=now)
    message.refresh_from_db()
    assert (message.state, message.error_code) == (state, code)


@pytest.mark.parametrize("name", ["SessionContext", "session_context", "ext"])
def test_our_id_comes_back_under_any_of_its_names(
    tencent: CloudCaller, handed: Handed, now: datetime, name: str
) -> None:
    message = handed(tencent.gateway)
    said = status(message)
    del said["SessionContext"]
    tencent.says("receipts", [{**said, "ext": "", name: str(message.pk)}])
    calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"


def test_without_our_id_its_own_is_enough(
    tencent: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(tencent.gateway)
    Message.objects.update(gateway_ref="8:xyz")
    said = status(message, sid="8:xyz")
    del said["SessionContext"]
    tencent.says("receipts", [said])
    calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"


def test_the_country_is_part_of_the_number(
    tencent: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(tencent.gateway)
    tencent.says("receipts", [status(message, nationcode="852", mobile="61234567")])
    calls.work(now=now)
    message.refresh_from_db()
    assert message.state == "accepted"
    assert Receipt.objects.get().message is None


@pytest.mark.parametrize(
    ("nation", "local", "whole"),
    [
        ("86", "13800138000", "+8613800138000"),
        (86, 13800138000, "+8613800138000"),
        ("+86", " 13800138000 ", "+8613800138000"),
        ("0086", "13800138000", "+8613800138000"),
        ("86", "8613800138000", "8613800138000"),
        ("86", "+8613800138000", "+8613800138000"),
        ("86", "008613800138000", "008613800138000"),
        ("852", "61234567", "+85261234567"),
        ("", "13800138000", "13800138000"),
        (None, "13800138000", "13800138000"),
        ("86", "", ""),
        ("86", None, ""),
        ([], {}, ""),
    ],
)
def test_a_number_is_country_and_mobile(nation: object, local: object, whole: str) -> None:
    assert number(nation, local) == whole


@pytest.mark.parametrize("code", ["MBBLACK", "DBBLACK", "TDBLACK"])
def test_a_black_list_is_an_opt_out(
    tencent: CloudCaller, handed: Handed, now: datetime, code: str
) -> None:
    message = handed(tencent.gateway)
    tencent.says("receipts", [status(message, report_status="FAIL", errmsg=code)])
    calls.work(now=now)
    assert Suppression.objects.get(channel="sms").address_hash == message.address_hash


# Replies


@pytest.mark.parametrize("text", ["TD", "退订", "怎么退订啊", "打错了"])
def test_what_must_stop_has_stopped_when_the_door_answers(
    tencent: CloudCaller, handed: Handed, text: str
) -> None:
    message = handed(tencent.gateway)
    waiting = handed(tencent.gateway, state="claimed", point=message.contact_point)
    assert tencent.says("replies", reply(message, text)) == KEPT
    assert Suppression.objects.get(channel="sms").address_hash == message.address_hash
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    assert InboundRequest.objects.get().state == "done"


def test_a_reply_has_no_id_and_is_taken_once_all_the_same(
    tencent: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(tencent.gateway)
    later = {"time": 1789468261}
    for said in ({}, {}, later):
        assert tencent.says("replies", reply(message, "好的", **said)) == KEPT
    calls.work(now=now)
    assert Reply.objects.count() == 2


def test_without_a_time_the_same_words_are_taken_once_in_ten_minutes(
    tencent: CloudCaller, handed: Handed, now: datetime
) -> None:
    message = handed(tencent.gateway)
    for minutes in (0, 1, 12):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            tencent.says("replies", reply(message, "好的", time=None))
    calls.work(now=now + timedelta(minutes=12))
    assert Reply.objects.count() == 2


def test_an_array_is_read_too(tencent: CloudCaller, handed: Handed) -> None:
    messages = [handed(tencent.gateway) for _ in range(2)]
    assert tencent.says("replies", [reply(message, "TD") for message in messages]) == KEPT
    assert Suppression.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_an_opt_out_in_any_encoding_is_one(
    tencent: CloudCaller, handed: Handed, encoding: str
) -> None:
    message = handed(tencent.gateway)
    assert tencent.says("replies", reply(message, "退订"), encoding) == KEPT
    assert Suppression.objects.count() == 1


# Nothing breaks

_FIELDS = [
    *("nationcode", "mobile", "report_status", "errmsg", "sid", "ext", "SessionContext"),
    *("extend", "sign", "text", "time"),
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
    receipts, answers = TencentWebhook().receipts(body, ""), TencentWebhook().replies(body, "")
    assert len(receipts.entries) + receipts.unreadable == len(entries)
    assert len(answers.entries) + answers.unreadable == len(entries)
