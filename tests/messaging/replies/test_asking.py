"""A question about paying is no payment and no promise."""

import pytest

from messaging.replies.asking import asks, only_asks
from messaging.replies.intents import Intent, effects
from messaging.replies.normalising.speech import heard


@pytest.mark.parametrize(
    "reply",
    [
        "这一期要还多少啊",
        "钱是上午扣还是下午扣",
        "几号前要还",
        "提前还清手续费收不收",
        "怎么还款",
        "how much must I pay this month",
        "does paying tonight stop the charge",
        "when will you take the payment",
    ],
)
def test_it_only_asks(reply: str) -> None:
    assert only_asks(heard(reply))
    assert not effects(reply) & {Intent.PAID, Intent.PROMISE}


@pytest.mark.parametrize(
    "reply",
    [
        "钱早就还了，怎么还催",
        "昨天转的，多久到账",
        "周五一定还，还多少发我",
        "when I get paid I'll pay",
        "I will pay, how much is it",
    ],
)
def test_who_also_tells_of_a_payment_does_not(reply: str) -> None:
    assert not only_asks(heard(reply))


@pytest.mark.parametrize(
    "reply",
    [
        *("请问用微信能交吗", "点样改扣款户口", "几号到期", "二维码多少", "在吗", "你哋係邊個"),
        *("is this real", "who is this", "how do I pay", "link?", "can someone call me back"),
    ],
)
def test_what_wants_an_answer_is_known(reply: str) -> None:
    assert asks(reply)


@pytest.mark.parametrize(
    "reply", ["好的", "谢谢提醒", "周五还", "👍", "ok thanks", "paid yesterday"]
)
def test_small_talk_wants_none(reply: str) -> None:
    assert not asks(reply)


@pytest.mark.parametrize("reply", ["请给我开一张结清证明", "需要结清证明", "請開清償證明"])
def test_a_certificate_that_all_is_paid_is_asked_for_and_is_no_payment(reply: str) -> None:
    assert effects(reply) == {Intent.OTHER}


def test_who_has_paid_and_asks_for_it_has_paid() -> None:
    assert Intent.PAID in effects("我已经结清了，结清证明什么时候给")
