"""The sandbox handset: what arrived, answering as the customer, and who may."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ContactPoint
from messaging.content.shapes.shape import shape
from messaging.content.shapes.told import Told
from messaging.dispatch.loop import dispatch
from messaging.inbound import sandbox_handset, sandbox_receipts
from messaging.models import Message, SandboxText, Suppression
from tests import make, make_channels, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(now: datetime) -> Message:
    message = make_outbox.message()
    dispatch(clock=FixedClock(now).clock)
    return message


@pytest.fixture
def agent(client: Client) -> Client:
    client.force_login(make.staff("agent"))
    return client


def page(message: Message, name: str = "handset_of") -> str:
    return reverse(f"admin:{name}", args=[message.contact_point_id])


def test_the_text_is_on_the_phone(agent: Client, sent: Message) -> None:
    body = agent.get(page(sent)).content.decode()
    assert "【安和消费金融】王*明先生您好" in body
    assert "141****" in body


def test_phones_written_to_lately_are_listed_and_one_is_found_by_number(
    agent: Client, sent: Message
) -> None:
    assert sent.customer is not None
    assert sent.customer.customer_no in agent.get(reverse("admin:handset")).content.decode()
    found = agent.get(reverse("admin:handset"), {"customer": sent.customer.customer_no})
    assert found.headers["Location"] == page(sent)


def test_an_opt_out_works_before_the_page_answers_and_says_so(agent: Client, sent: Message) -> None:
    answered = agent.post(page(sent, "handset_answer"), {"text": "TD"})
    assert Suppression.objects.get().kind == "opt_out"
    body = agent.get(answered.headers["Location"], headers={"accept-language": "en"})
    assert "Nothing more is sent to this number." in body.content.decode()


def test_the_screen_refreshes_by_itself(agent: Client, sent: Message) -> None:
    part = agent.get(page(sent, "handset_texts")).content.decode()
    assert "【安和消费金融】" in part
    assert "<html" not in part


def test_an_empty_answer_is_not_sent(agent: Client, sent: Message) -> None:
    agent.post(page(sent, "handset_answer"), {"text": "  "})
    assert SandboxText.objects.filter(direction="from").count() == 0


def test_what_a_customer_types_is_shown_and_not_run(agent: Client, sent: Message) -> None:
    agent.post(page(sent, "handset_answer"), {"text": "<script>alert(1)</script>"})
    assert "<script>alert" not in agent.get(page(sent)).content.decode()


@pytest.mark.parametrize("name", ["handset_of", "handset_texts", "handset_answer"])
def test_there_is_no_handset_in_production(
    agent: Client, sent: Message, settings: Any, name: str
) -> None:
    settings.SANDBOX = False
    call = agent.post if name == "handset_answer" else agent.get
    assert call(page(sent, name)).status_code == 404


def test_an_auditor_may_not_use_it(client: Client, sent: Message) -> None:
    client.force_login(make.staff("auditor"))
    for name in ("handset_of", "handset_texts"):
        assert client.get(page(sent, name)).status_code == 403
    assert client.post(page(sent, "handset_answer"), {"text": "TD"}).status_code == 403
    assert not Suppression.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_texts(
    agent: Client, sent: Message, django_assert_max_num_queries: Any
) -> None:
    for _n in range(20):
        agent.post(page(sent, "handset_answer"), {"text": "好的"})
    with django_assert_max_num_queries(14):
        agent.get(page(sent, "handset_texts"))
    assert ContactPoint.objects.count() == 1


def test_a_phone_that_is_switched_off_gets_nothing_and_the_carrier_says_so(
    agent: Client, now: datetime
) -> None:
    message = make_outbox.message()
    agent.post(page(message, "handset_switch"), {"to": "off"})
    dispatch(clock=FixedClock(now).clock)
    assert "未送达的消息" in agent.get(page(message)).content.decode()
    sandbox_receipts.send_receipts(now=now + timedelta(seconds=3))
    message.refresh_from_db()
    assert message.state == "undelivered"
    agent.post(page(message, "handset_switch"), {"to": "on"})
    assert not sandbox_handset.is_off(ContactPoint.objects.get(pk=message.contact_point_id))


def test_a_customer_has_a_tab_for_each_channel(agent: Client, sent: Message) -> None:
    assert sent.customer is not None
    mail = make_channels.address(sent.customer)
    body = agent.get(page(sent)).content.decode()
    assert reverse("admin:handset_of", args=[mail.pk]) in body
    agent.post(reverse("admin:handset_answer", args=[mail.pk]), {"text": "TD"})
    assert Suppression.objects.get().channel == "email"


@pytest.mark.parametrize(
    ("channel", "frame"), [("email", "hc-mail"), ("push", "hc-lock"), ("wechat", "hc-wechat")]
)
def test_each_channel_shows_a_message_in_its_own_way_and_masked(
    agent: Client, sent: Message, now: datetime, channel: str, frame: str
) -> None:
    assert sent.customer is not None
    point = make_channels.address(sent.customer, channel, "oABCDEFGHIJKLMNOPQRSTUVWXYZ12")
    text = "【安和消费金融】王小明先生您好，应还1,234.56元。"
    told = Told(
        text=text,
        signature="安和消费金融",
        subject="致王小明",
        language="zh-hans",
        link="https://anhe.example/c/anhe/",
        values={"customer_name": "王小明", "amount_due": "1,234.56元"},
    )
    SandboxText.objects.create(
        direction="to",
        channel=channel,
        address_hash=point.address_hash,
        text=text,
        content=json.dumps(dict(shape(channel, told))),
        at=now,
    )
    body = agent.get(reverse("admin:handset_of", args=[point.pk])).content.decode()
    assert f'class="{frame}"' in body
    assert "王*明" in body
    assert "王小明" not in body
    assert "{%" not in body
