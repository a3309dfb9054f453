"""What WeChat calls us with: believed when signed and sealed, and only then."""

import time
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import ContactPoint
from messaging.inbound.requests import work as requests
from messaging.models import Gateway, InboundRequest, Reply, Suppression
from tests import make_outbox
from tests.messaging.conftest import Handed
from tests.messaging.gateways.wechat.conftest import OPENID, Calls
from tests.providers import wechat

pytestmark = pytest.mark.django_db


def echo(token: str, *, age: int = 0) -> str:
    timestamp = str(int(time.time()) - age)
    signed = wechat.signature(token, timestamp, "n")
    return urlencode(
        {"signature": signed, "timestamp": timestamp, "nonce": "n", "echostr": "512437"}
    )


def test_the_address_is_proved_by_its_echo(gateway: Gateway) -> None:
    answer = Client().get(f"/gateways/wechat/replies/?{echo(wechat.TOKEN)}")
    assert (answer.status_code, answer.content) == (200, b"512437")
    assert Client().get(f"/gateways/wechat/replies/?{echo('guess')}").status_code == 401
    late = echo(wechat.TOKEN, age=301)
    assert Client().get(f"/gateways/wechat/replies/?{late}").status_code == 401


def test_a_message_is_a_reply_and_an_opt_out_is_in_force_at_once(
    calls: Calls, follower: ContactPoint
) -> None:
    assert calls(wechat.message(OPENID, "退订")) == (200, b"success")
    reply = Reply.objects.get()
    assert (reply.channel, reply.customer, reply.intent) == ("wechat", follower.customer, "opt_out")
    assert bytes(Suppression.objects.get().address_hash) == follower.address_hash
    assert OPENID not in InboundRequest.objects.values_list("content_type", flat=True)


def test_the_same_message_again_is_taken_once(calls: Calls, follower: ContactPoint) -> None:
    for nonce in ("1", "2"):
        assert calls(wechat.message(OPENID, "我没钱", number=5), nonce=nonce)[0] == 200
    assert Reply.objects.count() == 1


def test_a_call_sent_again_to_the_letter_adds_nothing(
    gateway: Gateway, follower: ContactPoint
) -> None:
    query, body = wechat.call(wechat.message(OPENID, "好的"))
    for _ in range(2):
        answer = Client().post(
            f"/gateways/wechat/replies/?{query}", data=body, content_type="text/xml"
        )
        assert answer.status_code == 200
    assert InboundRequest.objects.count() == 1


@pytest.mark.parametrize(
    "how",
    [
        {"token": "guess"},
        {"age": 301},
        {"app_id": "wx0000000000000000"},
        {"key": "x" * 43},
        {"kind": "receipts"},
    ],
)
def test_what_is_not_its_own_is_turned_away(calls: Calls, how: dict[str, str]) -> None:
    status, _body = calls(wechat.message(OPENID, "退订"), **how)
    assert status == 401
    assert not InboundRequest.objects.exists()


def test_a_call_in_clear_is_turned_away(gateway: Gateway) -> None:
    body = wechat.message(OPENID, "退订").encode()
    query, _sealed = wechat.call("x")
    answer = Client().post(f"/gateways/wechat/replies/?{query}", data=body, content_type="text/xml")
    assert answer.status_code == 401


def test_who_unfollows_is_reached_there_no_more(
    calls: Calls, follower: ContactPoint, now: datetime
) -> None:
    message = make_outbox.message(
        loan=follower.customer.loans.get(), point=follower, channel="wechat"
    )
    assert calls(wechat.event(OPENID, "unsubscribe")) == (200, b"success")
    follower.refresh_from_db()
    assert follower.state == "unreachable"
    assert message.contact_point == follower


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("success", "delivered"),
        ("failed:user block", "undelivered"),
        ("failed: system failed", "undelivered"),
    ],
)
def test_the_end_of_a_sending_is_its_receipt(
    calls: Calls, gateway: Gateway, handed: Handed, now: datetime, status: str, state: str
) -> None:
    message = handed(gateway, gateway_ref="200163836")
    more = f"<MsgID>200163836</MsgID><Status><![CDATA[{status}]]></Status>"
    assert calls(wechat.event(OPENID, "TEMPLATESENDJOBFINISH", more))[0] == 200
    requests.work(now=now)
    message.refresh_from_db()
    assert message.state == state


def test_a_notices_end_is_its_receipt_too(
    calls: Calls, gateway: Gateway, handed: Handed, now: datetime
) -> None:
    message = handed(gateway, gateway_ref="1700827132819554304")
    more = (
        "<SubscribeMsgSentEvent><List><TemplateId><![CDATA[t]]></TemplateId>"
        "<MsgID>1700827132819554304</MsgID><ErrorCode>0</ErrorCode>"
        "<ErrorStatus><![CDATA[success]]></ErrorStatus></List></SubscribeMsgSentEvent>"
    )
    calls(wechat.event(OPENID, "subscribe_msg_sent_event", more))
    requests.work(now=now)
    message.refresh_from_db()
    assert message.state == "delivered"


@pytest.mark.parametrize(
    "document",
    ["", "no xml", '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>', "<xml><A>1</A></xml>"],
)
def test_what_cannot_be_read_is_kept_for_a_person(
    calls: Calls, now: datetime, document: str
) -> None:
    assert calls(document)[0] == 200
    requests.work(now=now)
    assert InboundRequest.objects.get().state == "failed"


def test_other_events_and_pictures_hurt_nobody(
    calls: Calls, follower: ContactPoint, now: datetime
) -> None:
    calls(wechat.event(OPENID, "VIEW"))
    picture = wechat.message(OPENID, "", number=9).replace("[text]", "[image]")
    calls(picture)
    requests.work(now=now)
    assert Reply.objects.get().text == "[image]"
    assert set(InboundRequest.objects.values_list("state", flat=True)) == {"done"}
