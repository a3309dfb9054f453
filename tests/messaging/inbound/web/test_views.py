"""The webhooks of batch HTTP gateways: who is let in, what is kept, what then is in force."""

import contextlib
import json
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import given, strategies as st

from accounts.models import ContactPoint, Hold
from accounts.models.sealed import as_stored
from messaging.gateways.batch.webhook import BatchWebhook
from messaging.gateways.webhooks.entries import Unreadable
from messaging.inbound import replies
from messaging.inbound.requests import store as request_store, work as requests
from messaging.inbound.web import views as webhooks
from messaging.models import InboundRequest, Message, Receipt, Reply, Suppression
from tests.messaging.conftest import Caller, Handed

pytestmark = pytest.mark.django_db


def entry(message: Message, **said: Any) -> dict[str, Any]:
    return {"id": str(message.pk), "ref": "g1", "status": "delivered", **said}


def said_by(message: Message, text: str, **said: Any) -> dict[str, Any]:
    assert message.contact_point is not None
    return {"from": message.contact_point.address, "text": text, "ref": "r1", **said}


# Who is let in


def test_a_signed_call_is_kept_encrypted_and_answered_with_nothing(carrier: Caller) -> None:
    assert carrier.receipts({"id": "7", "status": "delivered"}) == 200
    call = InboundRequest.objects.get()
    assert (call.gateway, call.kind, call.state) == (carrier.gateway, "receipts", "waiting")
    with as_stored():
        assert b"delivered" not in bytes(call.body)
    assert not Receipt.objects.exists()  # nothing is made of it before the task does


@pytest.mark.parametrize("webhook", ["receipts", "replies"])
def test_a_wrong_signature_is_turned_away(carrier: Caller, webhook: str) -> None:
    assert carrier.post(webhook, b"{}", secret="somebody else's secret") == 401
    assert carrier.post(webhook, b"{}", age=301) == 401
    assert carrier.post(webhook, b"{}", age=-302) == 401
    unsigned = carrier.client.post(
        f"/gateways/carrier/{webhook}/", data=b"{}", content_type="application/json"
    )
    assert unsigned.status_code == 401
    assert not InboundRequest.objects.exists()


def test_an_unknown_or_undecided_gateway_has_no_door(carrier: Caller) -> None:
    assert carrier.post("receipts", b"{}", code="nobody") == 404
    carrier.gateway.__class__.objects.create(
        code="draft", driver="batch_http", author=carrier.gateway.author,
        edited_by=carrier.gateway.author, created_at=carrier.gateway.created_at,
        edited_at=carrier.gateway.edited_at, credentials_ref="env:HUANCUI_GATEWAY_CARRIER",
    )  # fmt: skip
    assert carrier.post("receipts", b"{}", code="draft") == 404


def test_a_get_is_no_call(carrier: Caller) -> None:
    assert carrier.client.get("/gateways/carrier/receipts/").status_code == 405


def test_a_body_too_long_is_not_read(carrier: Caller) -> None:
    assert carrier.post("receipts", b" " * (webhooks.MOST_BYTES + 1)) == 413
    assert not InboundRequest.objects.exists()


def test_without_the_secret_the_gateway_comes_again(
    carrier: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HUANCUI_GATEWAY_CARRIER")
    assert carrier.receipts() == 503


def test_without_a_database_the_gateway_comes_again(
    carrier: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(request_store, "store", broken)
    assert carrier.receipts() == 503


def test_the_slash_at_the_end_is_not_needed(carrier: Caller) -> None:
    answer = carrier.client.post("/gateways/carrier/receipts", data=b"", content_type="text/plain")
    assert answer.status_code == 401


# InboundReplies of customers


@pytest.mark.parametrize("text", ["TD", "退订", "怎么退订啊", "我要投诉，别再发了", "打错了"])
def test_what_must_stop_has_stopped_when_the_door_answers(
    carrier: Caller, handed: Handed, text: str
) -> None:
    message = handed(carrier.gateway)
    waiting = handed(carrier.gateway, state="claimed", point=message.contact_point)
    assert carrier.replies(said_by(message, text)) == 200
    assert Suppression.objects.get(channel="sms").address_hash == message.address_hash
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    reply = Reply.objects.get()
    assert (reply.gateway, reply.answers) == (carrier.gateway, Message.objects.get(pk=message.pk))
    assert InboundRequest.objects.get().state == "done"


def test_what_is_harmless_is_left_for_the_task(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = handed(carrier.gateway)
    answers = said_by(message, "已经还了"), said_by(message, "明天还", ref="r2")
    assert carrier.replies(*answers) == 200
    assert not Reply.objects.exists()
    assert requests.work(now=now) == {"replies": 1}
    assert Reply.objects.count() == 2
    assert Hold.objects.get().kind == "paid_claim"
    assert InboundRequest.objects.get().state == "done"


def test_what_nobody_has_understood_holds_before_its_call_is_answered(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = handed(carrier.gateway)
    answers = said_by(message, "已经还了"), said_by(message, "嘎咕噜嘎咕噜呀", ref="r2")
    assert carrier.replies(*answers) == 200
    hold = Hold.objects.get()
    assert (hold.kind, hold.customer) == ("unread_reply", message.customer)


def test_of_a_mixed_call_the_opt_out_is_done_first(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    one, other = handed(carrier.gateway), handed(carrier.gateway)
    carrier.replies(said_by(one, "好的"), said_by(other, "TD", ref="r2"))
    assert Suppression.objects.get().address_hash == other.address_hash
    requests.work(now=now)
    assert Reply.objects.count() == 2
    assert Suppression.objects.count() == 1


def test_the_same_answer_twice_is_taken_once(
    carrier: Caller, handed: Handed, now: datetime
) -> None:
    message = handed(carrier.gateway)
    both = {"replies": [said_by(message, "TD"), said_by(message, "还了", ref="r2")]}
    for age in (0, 20, 40):  # seconds; signed anew each time
        assert carrier.post("replies", json.dumps(both).encode(), age=age) == 200
    requests.work(now=now)
    assert Reply.objects.count() == 2
    assert InboundRequest.objects.filter(state="done").count() == 3


def test_an_id_used_again_for_other_words_is_another_answer(
    carrier: Caller, handed: Handed
) -> None:
    """A gateway that counts from one again after a restart loses no opt-out."""
    message, later = handed(carrier.gateway), handed(carrier.gateway)
    carrier.replies(said_by(message, "怎么退订"))
    carrier.replies(said_by(later, "TD"))
    assert Suppression.objects.count() == 2


def test_answers_without_an_id_are_all_taken(carrier: Caller, handed: Handed) -> None:
    message = handed(carrier.gateway)
    carrier.replies(said_by(message, "TD", ref=""), said_by(message, "T", ref=None))
    assert Reply.objects.count() == 2


@pytest.mark.parametrize(
    "encoded", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-be-bom"]
)
def test_an_opt_out_in_any_encoding_is_one(carrier: Caller, handed: Handed, encoded: str) -> None:
    message = handed(carrier.gateway)
    text = json.dumps({"replies": [said_by(message, "退订")]}, ensure_ascii=False)
    body = (
        b"\xfe\xff" + text.encode("utf-16-be")
        if encoded == "utf-16-be-bom"
        else text.encode(encoded)
    )
    assert carrier.post("replies", body) == 200
    assert Suppression.objects.count() == 1


def test_numbers_are_known_however_they_are_written(carrier: Caller, handed: Handed) -> None:
    message = handed(carrier.gateway)
    number = message.contact_point.address
    for n, written in enumerate([number[1:], number[3:], f"0086{number[3:]}", f" {number} "]):
        carrier.replies({"from": written, "text": "TD", "ref": f"r{n}"})
    hashes = {bytes(reply.address_hash) for reply in Reply.objects.all()}
    assert hashes == {bytes(message.address_hash)}
    assert Suppression.objects.count() == 1


def test_a_sender_who_is_no_number_is_kept(carrier: Caller, now: datetime) -> None:
    assert carrier.replies({"from": "10086", "text": "您的话费", "ref": "r1"}) == 200
    requests.work(now=now)
    assert Reply.objects.get().customer is None


def test_an_opt_out_that_fails_is_not_answered_with_ok_and_is_tried_again(
    carrier: Caller, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = handed(carrier.gateway)

    def broken(*_said: object, **_arguments: object) -> None:
        raise RuntimeError("13800138000")

    with monkeypatch.context() as patched:
        patched.setattr(replies, "take_all", broken)
        assert carrier.replies(said_by(message, "TD")) == 503
    call = InboundRequest.objects.get()
    assert (call.state, call.tries, call.error) == ("waiting", 1, "RuntimeError")
    assert requests.work(now=call.at + timedelta(seconds=29)) == {}
    requests.work(now=call.at + timedelta(seconds=30))
    assert Suppression.objects.count() == 1
    assert InboundRequest.objects.get().state == "done"


def test_one_answer_that_fails_undoes_no_other(
    carrier: Caller, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = handed(carrier.gateway), handed(carrier.gateway)
    take_all = replies.take_all

    def sometimes(written: Any, **arguments: Any) -> list[int]:
        if "T" in [each.text for each in written]:
            raise RuntimeError
        return take_all(written, **arguments)

    monkeypatch.setattr(replies, "take_all", sometimes)
    assert carrier.replies(said_by(good, "TD"), said_by(bad, "T", ref="r2")) == 503
    assert Suppression.objects.get().address_hash == good.address_hash


# Nothing breaks

GARBAGE = [
    b"",
    b"null",
    b"[]",
    b"7",
    b'"TD"',
    b"{",
    b"{}",
    b'{"receipts": {}, "replies": {}}',
    b'{"receipts": [7, null, [], {}, {"id": {}}, {"id": "1"}], "replies": [7, null, [], {}]}',
    b'{"replies": [{"from": {}, "text": []}, {"from": "", "text": "TD"}, {"from": true}]}',
    b'{"receipts": [{"id": "99999999999999999999999", "status": "delivered"}]}',
    b'{"receipts": [{"id": -1, "status": "delivered"}, {"id": 1.5, "status": "delivered"}]}',
    b'{"receipts": [{"id": 1, "status": "\\u0000", "code": "\\ud800", "ref": "\\u0000"}]}',
    b'{"receipts": [{"id": 1, "status": "delivered", "part": 1e9, "parts": "x"}]}',
    b'{"receipts": [{"id": 1, "status": "delivered", "part": 300, "parts": 99999}]}',
    b'{"replies": [{"from": "\\ud800\\u0000", "text": "\\ud83d TD\\u0000", "ref": "\\u0000"}]}',
    b'{"replies": [{"from": 13800138000, "text": 0, "ref": 7}]}',
    b"[" * 200_000,
    b'{"receipts":' * 50_000,
    b"\xff\xfe\xfd\x00",
    b"\x80\x81\x82",
    b"1" * 10_000,
    "{'receipts': '退订'}".encode("gbk"),
]


@pytest.mark.parametrize("webhook", ["receipts", "replies"])
@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_breaks_nothing_and_is_kept(
    carrier: Caller, webhook: str, body: bytes, now: datetime
) -> None:
    assert carrier.post(webhook, body) == 200
    requests.work(now=now)
    call = InboundRequest.objects.get()
    assert call.state in ("done", "failed")
    assert call.tries == 0
    assert request_store.kept(call) == body


@given(body=st.binary(max_size=200), webhook=st.sampled_from(["receipts", "replies"]))
def test_no_bytes_break_a_reader(body: bytes, webhook: str) -> None:
    reader = BatchWebhook()
    with contextlib.suppress(Unreadable):
        reader.receipts(body, "") if webhook == "receipts" else reader.replies(body, "")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "ref", "status", "code", "part", "parts", "from", "text", "at"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(entries=st.lists(_JSON, max_size=5))
def test_no_entries_break_a_reader(entries: list[Any]) -> None:
    body = json.dumps({"receipts": entries, "replies": entries}).encode()
    read = BatchWebhook().receipts(body, "")
    assert len(read.entries) + read.unreadable == len(entries)
    answers = BatchWebhook().replies(body, "")
    assert len(answers.entries) + answers.unreadable == len(entries)


def test_neither_numbers_nor_texts_nor_secrets_are_logged(
    carrier: Caller, handed: Handed, caplog: pytest.LogCaptureFixture, now: datetime
) -> None:
    caplog.set_level(logging.DEBUG)
    message = handed(carrier.gateway)
    carrier.replies(said_by(message, "张三说退订"), {"from": "13800138000"}, 7)
    carrier.post("replies", b"+8613800138000 TD")
    carrier.post("replies", b"13800138000", secret="another secret, and a wrong one")
    requests.work(now=now)
    logged = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "13800138000" not in logged
    assert "张三" not in logged
    assert "carrier's secret" not in logged


def test_a_visitor_with_a_session_needs_none(
    carrier: Caller, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        assert carrier.receipts({"id": "7", "status": "delivered"}) == 200
    assert not carrier.client.cookies
    assert ContactPoint.objects.count() == 0
