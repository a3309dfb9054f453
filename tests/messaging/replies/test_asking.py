"""A question about paying is no payment and no promise."""

import pytest

from messaging.replies.asking import only_asks
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
