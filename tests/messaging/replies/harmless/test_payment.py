"""A reply about a payment and nothing else."""

import pytest

from messaging.replies.harmless.payment import says_payment


@pytest.mark.parametrize(
    "reply",
    ["周一准给", "两千三已打对公账户", "15号发工资，那天还", "好的，月底还", "will send it friday"],
)
def test_it_says_when_or_that_it_was_paid(reply: str) -> None:
    assert says_payment(reply)


@pytest.mark.parametrize(
    "reply", ["明天还不了", "好的", "你们昨天说今天还", "周五还，你们等着瞧", "can't pay friday"]
)
def test_it_refuses_or_says_more(reply: str) -> None:
    assert not says_payment(reply)
