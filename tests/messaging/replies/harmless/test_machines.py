"""Texts no customer wrote."""

import pytest

from messaging.replies.harmless.machines import is_machine
from messaging.replies.intents import Intent, effects


@pytest.mark.parametrize(
    "reply",
    [
        "[自动回复]您好，我正在开车，稍后联系您",
        "我正在开会，稍后回复",
        "【中通快递】您的快递已签收",
        "【好易借】您有15万额度待提现，退订回T",
        "您的验证码为112233，5分钟内有效",
        "G-558213 is your Google verification code",
        "Auto-reply: I'm out of the office until Monday",
        "Your ride code is 4421. Reply STOP ALL to unsubscribe",
        "DBS: You have spent SGD 42.10 at NTUC. Not you? Call us",
    ],
)
def test_machines_and_other_firms_are_known_and_stop_nothing(reply: str) -> None:
    assert is_machine(reply)
    assert effects(reply) == {Intent.OTHER}


@pytest.mark.parametrize(
    "reply",
    [
        "【退订】",
        "[自己]不想活了",
        "【安和】您的借款今天到期，应还500元，拒收请回复TD",
        "Reply STOP to opt out",
        "拒收请回复TD",
        "code is wrong",
        "我在开会，别再发了",
        "Your text woke my baby, STOP",
    ],
)
def test_people_and_our_own_texts_are_none(reply: str) -> None:
    assert not is_machine(reply)
