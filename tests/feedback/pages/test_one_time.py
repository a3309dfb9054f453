"""The better second door: a code by text, sent to nobody who must not be written to, good once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import ContactPoint
from feedback.models import OneTimeCode, SecretTry
from feedback.pages import one_time, throttle
from messaging.dispatch.loop import dispatch
from messaging.models import Message, Suppression
from messaging.suppression.service import suppress
from messaging.transactional.one_time_codes import LASTS
from tests import make_outbox
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import Visitor, visitor

pytestmark = pytest.mark.django_db
ON_ITS_WAY = ("a code is on its way", "验证码正在发送", "验证码已在途中")


@pytest.fixture
def there(now: datetime, clock: Clock) -> tuple[Visitor, Message]:
    """Somebody at the second door, with the text in hand."""
    somebody, _customer, message = visitor(now)
    somebody.client.cookies["page_language"] = "en"
    somebody.check()
    return somebody, message


def asked(somebody: Visitor, **extra: Any) -> Any:
    return somebody.post("door", {"ask": "1"}, follow=True, **extra)


def sent(now: datetime) -> str | None:
    """The code of the newest text that left."""
    dispatch(clock=make_outbox.FixedClock(now).clock)
    message = Message.objects.filter(content_class="code", state="accepted").last()
    if message is None or message.body is None:
        return None
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", message.body)
    assert found is not None
    return found[0]


def opens(somebody: Visitor, code: str) -> bool:
    answer = somebody.post("door", {"code": code})
    return bool(answer.status_code == 303 and answer["Location"].endswith("/mine/"))


def test_a_code_opens_the_page_once(there: tuple[Visitor, Message], now: datetime) -> None:
    somebody, _message = there
    assert "a code is on its way" in asked(somebody).content.decode()
    code = sent(now)
    assert code is not None
    assert opens(somebody, code.lower())
    assert somebody.get("mine").status_code == 200
    somebody.post("leave")
    somebody.check()
    assert not opens(somebody, code)
    assert OneTimeCode.objects.get().used_at == now


def test_the_text_says_what_it_is_for_and_in_whose_name(
    there: tuple[Visitor, Message], now: datetime
) -> None:
    asked(there[0])
    sent(now)
    text = Message.objects.get(content_class="code").body
    assert text is not None
    assert text.startswith("【安和消费金融】您的一次性验证码是")
    assert "请勿告诉任何人" in text


def test_it_is_good_for_ten_minutes(
    there: tuple[Visitor, Message], now: datetime, clock: Clock
) -> None:
    asked(there[0])
    code = sent(now)
    assert code is not None
    customer = there[1].customer
    assert customer is not None
    late = one_time.enter(customer, message=there[1], typed=code, now=now + LASTS)
    assert not late
    assert one_time.enter(
        customer, message=there[1], typed=code, now=now + LASTS - timedelta(seconds=1)
    )


def test_a_newer_code_ends_the_one_before(there: tuple[Visitor, Message], now: datetime) -> None:
    asked(there[0])
    first = sent(now)
    asked(there[0])
    second = sent(now + timedelta(minutes=1))
    assert first is not None
    assert second not in (None, first)
    assert not opens(there[0], first)
    assert opens(there[0], str(second))


def test_five_tries_end_it(there: tuple[Visitor, Message], now: datetime) -> None:
    asked(there[0])
    code = sent(now)
    for _ in range(OneTimeCode.MOST_TRIES):
        assert not opens(there[0], "2ABC3DEF")
    assert not opens(there[0], str(code))


def test_the_code_of_a_reminder_is_not_one(there: tuple[Visitor, Message], now: datetime) -> None:
    """Whoever holds a text of ours has the code that is in it."""
    asked(there[0])
    sent(now)
    assert not opens(there[0], there[0].code)


def test_it_says_the_same_whether_or_not_a_text_may_go_there(
    there: tuple[Visitor, Message], now: datetime
) -> None:
    somebody, message = there
    with_text = asked(somebody).content
    suppress(
        channel=message.channel,
        address_hash=bytes(message.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="test",
        now=now,
    )
    opted_out = asked(somebody).content
    ContactPoint.objects.filter(pk=message.contact_point_id).update(state="unreachable")
    closed = asked(somebody).content
    too_many = asked(somebody).content
    assert len({_without_tokens(each) for each in (with_text, opted_out, closed, too_many)}) == 1


def _without_tokens(page: bytes) -> bytes:
    return re.sub(rb'value="[^"]{40,}"', b"", page)


def test_who_opted_out_gets_no_code(there: tuple[Visitor, Message], now: datetime) -> None:
    somebody, message = there
    suppress(
        channel=message.channel,
        address_hash=bytes(message.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="test",
        now=now,
    )
    asked(somebody)
    assert sent(now) is None
    assert Message.objects.get(content_class="code").reason == "suppressed"


def test_a_number_gets_three_a_day_whoever_asks(
    there: tuple[Visitor, Message], now: datetime
) -> None:
    for n in range(5):
        asked(there[0], REMOTE_ADDR=f"10.0.0.{n}")
    assert Message.objects.filter(content_class="code").count() == 3


def test_who_asks_too_often_from_one_place_waits(
    there: tuple[Visitor, Message], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = throttle.ONE_TIME_FROM_AN_ADDRESS._replace(tries=1)
    monkeypatch.setattr(throttle, "ONE_TIME_FROM_AN_ADDRESS", limit)
    asked(there[0])
    answer = there[0].post("door", {"ask": "1"})
    assert answer.status_code == 429
    assert Message.objects.filter(content_class="code").count() == 1


def test_one_that_could_not_leave_in_time_never_leaves(
    there: tuple[Visitor, Message], now: datetime
) -> None:
    asked(there[0])
    assert sent(now + LASTS) is None
    message = Message.objects.get(content_class="code")
    assert (message.state, message.reason) == ("blocked", "reply_too_late")


def test_at_night_it_comes_at_once_as_it_was_just_asked_for(
    there: tuple[Visitor, Message], now: datetime, clock: Clock
) -> None:
    night = now.replace(hour=18)  # two in the morning in Shanghai
    customer = there[1].customer
    assert customer is not None
    one_time.ask(customer, message=there[1], network="10.0.0.9", now=night)
    assert sent(night) is not None


def test_the_lasting_lock_of_secrets_does_not_shut_this_door(
    there: tuple[Visitor, Message], now: datetime
) -> None:
    for n in range(10):
        SecretTry.objects.create(
            customer=there[1].customer, message=there[1], at=now - timedelta(days=n), right=False
        )
    asked(there[0])
    assert opens(there[0], str(sent(now)))


def test_what_is_long_over_is_forgotten(there: tuple[Visitor, Message], now: datetime) -> None:
    asked(there[0])
    assert one_time.forget_ended(now + timedelta(days=29)) == 0
    assert one_time.forget_ended(now + timedelta(days=30)) == 1
