"""What is told by how it is put together, not by its words."""

import pytest

from messaging.replies.intents import Intent, classify


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        ("我只是问问，没说要退订", Intent.REVIEW),
        ("刚才的TD是我女儿按的", Intent.REVIEW),
        ("之前取消了的能恢复吗", Intent.REVIEW),
        ("I never asked to be unsubscribed", Intent.REVIEW),
        ("I'd like to keep getting the texts", Intent.REVIEW),
        ("要是明天没我消息，就是走了", Intent.DISTRESS),
        ("过了今晚就解脱了", Intent.DISTRESS),
        ("打我单位座机二十多次", Intent.COMPLAINT),
        ("把我公司前台电话打爆了", Intent.COMPLAINT),
        ("天天打我妈电话", Intent.COMPLAINT),
        ("把欠债的事发到家族群", Intent.COMPLAINT),
        ("谁稀罕你们的提醒", Intent.OPT_OUT_REVIEW),
        ("把还款发到哪个公司账户", Intent.OTHER),
        ("姓名根本对不上", Intent.WRONG_PARTY),
        ("你打的是医院", Intent.WRONG_PARTY),
        ("no Kelvin at this number", Intent.WRONG_PARTY),
        ("我从来不认得这笔钱", Intent.DISPUTE),
        ("漏记了我一笔", Intent.DISPUTE),
        ("扣了双份", Intent.DISPUTE),
        ("拆成四期行吗", Intent.HARDSHIP),
        ("could do 40 a month", Intent.HARDSHIP),
        ("能不能改成每月25号", Intent.OTHER),
        ("几点之前还", Intent.OTHER),
        ("5分好评", Intent.RATING),
    ],
)
def test_a_reply_is_understood_by_how_it_is_put_together(reply: str, intent: Intent) -> None:
    assert classify(reply) is intent


def test_to_free_oneself_early_is_not_to_ask_why_in_cantonese() -> None:
    assert classify("只求早点解脱") is Intent.DISTRESS
