"""Letters put between the characters of a sentence hide nothing."""

import pytest

from messaging.content.text.broken_up import joined
from messaging.content.wording import harmful


@pytest.mark.parametrize(
    "text",
    [
        "征X信X黑X名X单马上更新",
        "征信黑名z单马上更新",
        "我们会爆a通b讯c录",
        "明天上Ｏ门Ｏ找你",
        "不还就打xx断xx你xx的xx腿",
    ],
)
def test_what_they_hide_blocks_as_if_they_were_not_there(text: str) -> None:
    (first, *_more) = [each for each in harmful(text) if each.level == "block"]
    assert first.phrase == text[first.start : first.end]


@pytest.mark.parametrize(
    "text", ["请用安和App还款", "选A或B方案都可以", "Wi-Fi下打开", "如有疑问请联系我们"]
)
def test_a_letter_of_an_ordinary_sentence_is_no_harm(text: str) -> None:
    assert not [each for each in harmful(text) if each.level == "block"]
    assert len(joined(text)) == len(text)
