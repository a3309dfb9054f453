"""What a reply asks about: known in both scripts and in English; nothing is heard in small talk."""

import pytest

from messaging.replies.topics import Topic, topics

ASKED = {
    Topic.GENUINE: ("你们不会是诈骗吧", "這是真的嗎", "这是真的银行短信吗", "who is this"),
    Topic.SETTLED_PROOF: ("还清后能开个证明不", "需要結清證明", "can i get a settlement letter"),
    Topic.PAID_NOT_SHOWN: ("我前天还了款怎么还显示逾期", "i paid already why still chasing"),
    Topic.DEBIT_FAILED: ("昨晚自动扣款没成功", "銀行卡扣不了", "my autopay failed"),
    Topic.CHANGE_CARD: ("想换一张卡还款", "lost my card"),
    Topic.APP: ("软件登不上去", "the app wont open"),
    Topic.EARLY: ("想一次性还清", "can i settle it early"),
    Topic.PARTIAL: ("先还一半可以吗", "can I pay half"),
    Topic.INSTALMENTS: ("可以分3个月吗", "need a payment plan"),
    Topic.EXTENSION: ("能不能推迟到月底", "give me more time"),
    Topic.REDUCTION: ("罚息能免掉吗", "could you waive it"),
    Topic.REFUND: ("重复扣了我一笔", "you charged twice"),
    Topic.CREDIT_RECORD: ("影响信用记录吗", "will it hurt my credit score"),
    Topic.INTEREST: ("年化是多少", "what is the interest"),
    Topic.FEE: ("违约金怎么这么高", "what is this fee"),
    Topic.NEW_NUMBER: ("我换了手机号", "i have a new number"),
    Topic.PERSONAL_DATA: ("你怎么有我的电话", "how did you get my number"),
    Topic.CONTRACT: ("把合同发我看看", "send me the contract"),
    Topic.STATEMENT: ("要一份还款明细", "payment history please"),
    Topic.COMPLAINT_HOW: ("去哪里投诉", "how do i complain"),
    Topic.ACCOUNT: ("对公账户是哪个", "which account"),
    Topic.HOW_MUCH: ("我到底欠多少", "how much"),
    Topic.DUE_DAY: ("最晚哪天还", "when is it due"),
    Topic.HOW_TO_PAY: ("在哪还", "怎麼還", "how can i pay"),
    Topic.PERSON: ("转人工", "please call me"),
}


@pytest.mark.parametrize(("topic", "texts"), ASKED.items())
def test_what_is_asked_about_is_known(topic: Topic, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if topic not in topics(text)] == []


@pytest.mark.parametrize("text", ["好的", "谢谢", "👍", "ok thanks", "知道了", "中秋快乐", ""])
def test_small_talk_asks_about_nothing(text: str) -> None:
    assert topics(text) == ()


def test_the_narrower_stands_before_the_wider() -> None:
    assert topics("扣款失败了怎么还款")[0] == Topic.DEBIT_FAILED
