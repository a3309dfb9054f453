"""Who says that somebody dear has gone, dead or from them, is filed for a person to help."""

import pytest

from messaging.replies.intents import Intent
from messaging.replies.left_behind import is_left_behind
from messaging.replies.normalising.speech import heard
from messaging.replies.reading import read

GONE = [
    *("老公上个月走了", "我老公上个月走了，留下我和孩子", "我爸走了", "我媽走了", "我哥走了"),
    *("我儿子走了", "弟弟去年走了", "我男人走了", "我先生上個月走咗", "外婆离开我们了"),
    *("老公丢下我们走了", "老婆跟人跑了", "我老公不要我们了", "孩子他爸走了"),
    *("my husband left us last month", "My wife left me with two kids", "my dad left us in march"),
    *("my son is gone", "my brother is no more", "our partner walked out"),
]
ELSEWHERE = [
    *("我老公走了，去上班了", "我妈走了再打给你", "我妈今天走了两万步", "老公走了换我接电话"),
    *("要是我爸走了怎么办", "机主走了", "我老公早走了，这号现在我用", "钱没了", "我老公没了工作"),
    *("my husband left for work", "My husband left the phone at home", "if my mum left us"),
    *("my ex husband left this number", "she left the company"),
]


@pytest.mark.parametrize("text", GONE)
def test_it_waits_for_a_person_and_is_no_wrong_number(text: str) -> None:
    found = read(text)
    assert found.intent in {Intent.HARDSHIP, Intent.DISTRESS}
    assert Intent.WRONG_PARTY not in found.effects
    assert Intent.HARDSHIP in found.effects
    assert not found.harmless


@pytest.mark.parametrize("text", ELSEWHERE)
def test_an_errand_a_fear_or_another_owner_is_not_that(text: str) -> None:
    assert not is_left_behind(heard(text))
