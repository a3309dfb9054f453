"""Small talk is made of known words and no others."""

import time

import pytest

from messaging.replies.firsts import first_characters
from messaging.replies.harmless import chinese
from messaging.replies.harmless.small_talk import is_small_talk
from messaging.replies.speech import heard


@pytest.mark.parametrize(
    "reply",
    [
        "好的，收到，谢谢提醒！",
        "不好意思刚看到",
        "在开车，晚点回复",
        "累死我了刚下班",
        "尾号7715",
        "唔該晒",
        "了解囉",
        "中秋快乐",
        "卡里有钱，会自动扣款",
        "Noted with thanks",
        "sorry, just saw this",
        "this heat is killing me, reply later",
    ],
)
def test_small_talk_is_known(reply: str) -> None:
    assert is_small_talk(heard(reply))


@pytest.mark.parametrize(
    "reply",
    ["", "好的，退订", "谢谢，别发了", "在天台", "thanks, stop", "在忙，魑魅", "killing you"],
)
def test_one_other_word_and_it_is_none(reply: str) -> None:
    assert not is_small_talk(heard(reply))


def test_every_piece_says_how_it_begins() -> None:
    assert all(first_characters(piece) for piece in chinese.SMALL_TALK)


def test_a_long_reply_is_read_at_once() -> None:
    begun = time.process_time()
    for text in ("好的" * 60, "哈哈好的谢谢" * 20 + "魑", "死" * 119, "不好意思" * 29 + "刚"):
        is_small_talk(heard(text))
    assert time.process_time() - begun < 1
