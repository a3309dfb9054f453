"""A reply read by its sound."""

import pytest

from messaging.replies.by_ear.hear import by_ear
from messaging.replies.by_ear.sounds import sounds
from messaging.replies.by_ear.words import WORDS
from messaging.replies.intents import Intent, effects
from messaging.replies.normalising.speech import heard


@pytest.mark.parametrize(
    ("reply", "word"),
    [("抱井处理", "报警"), ("不市本人", "不是本人"), ("还布起", "还不起"), ("已环清", "已还清")],
)
def test_a_word_is_heard_where_the_characters_make_none(reply: str, word: str) -> None:
    said = by_ear(heard(reply))
    assert said is not None
    assert word in said.text


@pytest.mark.parametrize(
    "reply",
    [
        "我在电视上看到",
        "事业有成",
        "没接过电话",
        "举手之劳",
        "利率是多少",
        "以书面信函",
        "期数不对",
        "好的",
        "",
        "stop",
    ],
)
def test_words_that_only_sound_alike_are_left_in_peace(reply: str) -> None:
    assert by_ear(heard(reply)) is None


def test_every_word_has_its_sounds() -> None:
    assert {c for word in WORDS for c in word} <= set(sounds())


def test_what_is_heard_has_its_effect() -> None:
    assert Intent.COMPLAINT in effects("抱井处理")
    assert Intent.WRONG_PARTY in effects("不市本人")
    assert Intent.DISTRESS in effects("活部下去了")
