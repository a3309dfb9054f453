"""What the second reader has not met it says nothing about."""

import pytest

from messaging.replies.normalising.speech import heard
from messaging.replies.second_reader.familiar import is_familiar


@pytest.mark.parametrize(
    "reply", ["明天一定还", "thanks, will pay on friday", "收到，谢谢提醒", "聽日過數"]
)
def test_what_people_write_every_day_is_familiar(reply: str) -> None:
    assert is_familiar(heard(reply))


@pytest.mark.parametrize(
    "reply", ["好的，魑魅魍魉", "blorf the gnar", "收到，明天去饕餮", "ok zxqv wvut"]
)
def test_what_holds_new_words_is_strange(reply: str) -> None:
    assert not is_familiar(heard(reply))
