"""Ordinary replies are made of known words and hardly another."""

import time

import pytest

from messaging.replies.cues.firsts import first_characters
from messaging.replies.harmless import chinese
from messaging.replies.harmless.ordinary import is_ordinary
from messaging.replies.normalising.speech import heard


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
        "周一准给",
        "两千三已打对公账户",
        "15号发工资，那天还",
        "卖了花生就还",
        "Noted with thanks",
        "sorry, just saw this",
        "this heat is killing me, reply later",
        "will send it friday",
    ],
)
def test_ordinary_words_are_known(reply: str) -> None:
    assert is_ordinary(reply, heard(reply))


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "好的，魑魅魍魉",
        "在天台吹吹冷风",
        "明天还不了",
        "周五还，魑魅魍魉",
        "blorf the gnar",
        "can't pay friday",
    ],
)
def test_others_are_not(reply: str) -> None:
    assert not is_ordinary(reply, heard(reply))


def test_every_piece_says_how_it_begins() -> None:
    assert all(first_characters(piece) for piece in (*chinese.SMALL_TALK, *chinese.PAYMENT))


def test_a_long_reply_is_read_at_once() -> None:
    begun = time.process_time()
    for text in ("好的" * 40, "哈哈好的谢谢" * 13 + "魑", "死" * 79, "不好意思" * 19 + "刚"):
        is_ordinary(text, heard(text))
    assert time.process_time() - begun < 1
